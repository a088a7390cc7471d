"""Makes the checkpoints beside it as the published code (voletiv/mrcnf) saves them, and what
their bits/dim are: `python3 make.py FOLDER`, with PyTorch 1.13; `python3 make.py FOLDER check`
loads `exported.pth`, which `rivulet export` wrote, strictly and as weights alone. Names and values are those of its
modules; log-likelihoods are computed here by other means, in float64: the trace of the whole
Jacobian, and 96 steps of the classical Runge-Kutta method per block."""
import json, math, sys
import numpy
import torch
from torch import nn


class Conv(nn.Module):
    def __init__(self, inputs, outputs, timed):
        super().__init__()
        self._layer = nn.Conv2d(inputs + timed, outputs, 3, 1, 1)
        self.timed = timed

    def forward(self, t, x):
        clock = [torch.ones_like(x[:, :1]) * t] if self.timed else []
        return self._layer(torch.cat(clock + [x], 1))


class Squash(nn.Module):
    def __init__(self, inputs, outputs, timed):
        super().__init__()
        self._layer = nn.Conv2d(inputs, outputs, 3, 1, 1)
        self._hyper_bias = nn.Linear(1, outputs, bias=False)
        self._hyper_gate = nn.Linear(1, outputs)

    def forward(self, t, x):
        clock = self._hyper_gate.weight.new_full((1, 1), t)
        gate = torch.sigmoid(self._hyper_gate(clock)).view(1, -1, 1, 1)
        return self._layer(x) * gate + self._hyper_bias(clock).view(1, -1, 1, 1)


class Swish(nn.Module):
    def __init__(self):
        super().__init__()
        self.beta = nn.Parameter(torch.tensor(1.3))

    def forward(self, x):
        return x * torch.sigmoid(self.beta * x)


class Net(nn.Module):
    def __init__(self, state, seen, hidden, timed, act, conv):
        super().__init__()
        widths = list(hidden) + [state]
        inputs = [state + seen] + list(hidden)
        self.layers = nn.ModuleList(conv(i, o, timed) for i, o in zip(inputs, widths))
        self.activation_fns = nn.ModuleList([act] * len(hidden))
        self.layers[-1]._layer.weight.data.zero_()

    def forward(self, t, z, cond):
        h = z if cond is None else torch.cat([z, cond], 1)
        for k, layer in enumerate(self.layers):
            h = layer(t, h)
            if k < len(self.activation_fns):
                h = self.activation_fns[k](h)
        return h


class Block(nn.Module):
    """Names as CNF, RegularizedODEfunc and ODEfunc give them."""

    def __init__(self, net, root):
        super().__init__()
        self.register_buffer("sqrt_end_time", torch.tensor(root))
        self.register_buffer("steer_b", torch.tensor(0.0))
        self.odefunc = nn.Module()
        self.odefunc.odefunc = nn.Module()
        self.odefunc.odefunc.register_buffer("_num_evals", torch.tensor(14.0))
        self.odefunc.odefunc.diffeq = net


class Model(nn.Module):
    def __init__(self, channels, levels, blocks, hidden, timed, act, seeing, root, conv=Conv):
        super().__init__()
        self.scale_models = nn.ModuleList()
        for level in range(levels):
            state = channels if level == 0 else 3 * channels
            seen = channels if level > 0 and seeing else 0
            chain = [nn.Identity()] if level == 0 else []
            nets = [Net(state, seen, hidden, timed, act, conv) for _ in range(blocks[level])]
            chain += [Block(net, root) for net in nets]
            chain += [nn.Identity()]
            flow = nn.Module()
            flow.chain = nn.ModuleList(chain)
            self.scale_models.append(flow)
        self.seeing = seeing


def trained(flow, steps):
    """Some updates of Adam, so that there are weights in every layer and state in the optimiser."""
    optimiser = torch.optim.Adam(flow.parameters(), lr=0.01)
    for _ in range(steps):
        optimiser.zero_grad()
        loss = sum(((p - 0.2 * torch.randn_like(p)) ** 2).sum() for p in flow.parameters())
        loss.backward()
        optimiser.step()
    return optimiser


def save(file, model, scale, optimiser):
    torch.save(
        {
            "epoch": 3,
            "batch": numpy.int64(7),
            "itr": 1200,
            "scale": scale,
            "state_dict": model.state_dict(),
            "optim_state_dict": optimiser.state_dict(),
            "lr_meter_val": 0.001,
            "fixed_z": [torch.randn(2, 1, 4, 4) * numpy.float64(0.5)],
            "fixed_strict_z": None,
            "train_time": 12.5,
        },
        file,
    )


def split(x):
    a, b, c, d = x[:, :, ::2, ::2], x[:, :, ::2, 1::2], x[:, :, 1::2, ::2], x[:, :, 1::2, 1::2]
    s = 2 ** (2 / 3)
    detail = torch.cat([(a + b - c - d) / s, (a - b + c - d) / s, (a - b - c + d) / s], 1)
    return detail, (a + b + c + d) / 4


def block(cnf, z, cond):
    net, end = cnf.odefunc.odefunc.diffeq, float(cnf.sqrt_end_time) ** 2

    def rates(t, z):
        f = lambda q: net(t, q.reshape(z.shape), cond).flatten()
        jacobian = torch.autograd.functional.jacobian(f, z.flatten())
        return net(t, z, cond).detach(), torch.trace(jacobian)

    steps = 96
    h, trace = end / steps, 0.0
    for n in range(steps):
        t = n * h
        k1, d1 = rates(t, z)
        k2, d2 = rates(t + h / 2, z + h / 2 * k1)
        k3, d3 = rates(t + h / 2, z + h / 2 * k2)
        k4, d4 = rates(t + h, z + h * k3)
        z = z + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        trace += float(h / 6 * (d1 + 2 * d2 + 2 * d3 + d4))
    return z, trace


def bits_per_dim(model, pixels, alpha):
    x = (torch.tensor(pixels, dtype=torch.float64)[None] + 0.5) / 256
    dimensions, total, data = x.numel(), 0.0, []
    for _ in range(len(model.scale_models) - 1):
        detail, coarse = split(x)
        data.append((detail, coarse))
        x = coarse
    data.append((x, None))
    for level, (y, coarse) in enumerate(reversed(data)):
        if level == 0:
            q = alpha + (1 - 2 * alpha) * y
            y = torch.log(q) - torch.log(1 - q)
            total += float((math.log(1 - 2 * alpha) - torch.log(q) - torch.log(1 - q)).sum())
        for cnf in model.scale_models[level].chain:
            if isinstance(cnf, Block):
                y, trace = block(cnf, y, coarse if model.seeing else None)
                total += trace
        total += float((-0.5 * y**2 - 0.5 * math.log(2 * math.pi)).sum())
    return -(total / dimensions - math.log(256)) / math.log(2)


def expected(model, channels, side, alpha):
    images = numpy.random.RandomState(5).randint(0, 256, (2, channels, side, side))
    exact = model.double()
    bits = [bits_per_dim(exact, image, alpha) for image in images]
    return {"shape": [channels, side, side], "images": images.flatten().tolist(), "bits": bits}


def main(folder):
    torch.manual_seed(1)
    results = {}
    # A level in a run of its own; the finer level's run has loaded the coarser one.
    model = Model(1, 2, [2, 2], [4, 5], True, nn.Softplus(), True, 1.0)
    optimiser = trained(model.scale_models[0], 40)
    save(folder + "/level0.pth", model, 0, optimiser)
    optimiser = trained(model.scale_models[1], 40)
    save(folder + "/level1.pth", model, 1, optimiser)
    results["levels"] = expected(model, 1, 8, 1e-6)
    # What this program has no names for: layers without time or coarser image, end times that are
    # not 1, swish with a slope, fewer blocks at a level.
    model = Model(3, 2, [1, 2], [4, 4], False, Swish(), False, 0.9)
    optimiser = trained(model, 60)
    save(folder + "/odd.pth", model, 0, optimiser)
    results["odd"] = expected(model, 3, 4, 0.05)
    model = Model(1, 2, [1, 1], [4], True, Swish(), True, 1.1, Squash)
    optimiser = trained(model, 60)
    save(folder + "/squash.pth", model, 0, optimiser)
    results["squash"] = expected(model, 1, 4, 1e-6)
    with open(folder + "/expected.json", "w") as file:
        json.dump(results, file)
        file.write("\n")


def check(folder):
    model = Model(1, 2, [2, 2], [4, 5], True, nn.Softplus(), True, 1.0)
    state = torch.load(folder + "/exported.pth", weights_only=True)["state_dict"]
    print(model.load_state_dict(state, strict=True))
    with open(folder + "/expected.json") as file:
        before = json.load(file)["levels"]["bits"]
    print(before, expected(model, 1, 8, 1e-6)["bits"])


if sys.argv[2:] == ["check"]:
    check(sys.argv[1])
else:
    main(sys.argv[1])
