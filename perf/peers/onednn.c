/*
 * Convolutions of oneDNN, timed on request. Reads one request a line, answers each with one line:
 *   open ROLE INPUTS OUTPUTS HEIGHT WIDTH IMAGES ALGORITHM  ->  ok ID  |  no REASON
 *   run ID REPETITIONS                                      ->  seconds
 *   sample ID STRIDE                                        ->  every STRIDE-th result, canonical order
 *   close ID                                                ->  ok
 * ROLE is forward, input_gradient or kernel_gradient, ALGORITHM direct or winograd; kernels are 3x3
 * with a zero border. Every tensor is in the layout that oneDNN prefers, reordered outside the
 * timing. Inputs are those of rivulet.perf.TestValues. The argument is rivulet.perf.Clock: PROCESSOR
 * times the only thread in processor time.
 *
 * gcc -O2 -o onednn onednn.c -ldnnl
 */
#include <dnnl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUT = 1, COTANGENT = 2, WEIGHT = 3, SLOTS = 16, SIZE = 3 };

typedef struct {
  int used;
  dnnl_primitive_t primitive;
  dnnl_memory_t from, other, to;
  int from_arg, other_arg, to_arg;
  dnnl_dims_t result;
} problem;

static dnnl_engine_t engine;
static dnnl_stream_t stream;
static problem problems[SLOTS];
static clockid_t clock_id = CLOCK_MONOTONIC;

static float test_value(uint32_t which, uint32_t index) {
  uint32_t h = index * 0x9E3779B1u + which * 0x7FEB352Du;
  h = (h ^ (h >> 15)) * 0x846CA68Bu;
  h ^= h >> 13;
  return (float)((h >> 8) * 0x1p-24 - 0.5);
}

static void require(dnnl_status_t status, const char *call) {
  if (status != dnnl_success) {
    fprintf(stderr, "onednn: %s returned %d\n", call, (int)status);
    exit(1);
  }
}

static size_t count(const dnnl_dims_t dims) {
  return (size_t)dims[0] * dims[1] * dims[2] * dims[3];
}

static dnnl_memory_desc_t plain(const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t desc;
  require(dnnl_memory_desc_init_by_tag(&desc, 4, dims, dnnl_f32, tag), "memory_desc_init");
  return desc;
}

static dnnl_memory_t memory(const dnnl_memory_desc_t *desc) {
  dnnl_memory_t result;
  require(dnnl_memory_create(&result, desc, engine, DNNL_MEMORY_ALLOCATE), "memory_create");
  return result;
}

static float *data(dnnl_memory_t m) {
  void *pointer;
  require(dnnl_memory_get_data_handle(m, &pointer), "memory_get_data_handle");
  return pointer;
}

static void reorder(dnnl_memory_t from, dnnl_memory_t to) {
  const dnnl_memory_desc_t *a, *b;
  dnnl_primitive_desc_t pd;
  dnnl_primitive_t primitive;
  dnnl_memory_get_memory_desc(from, &a);
  dnnl_memory_get_memory_desc(to, &b);
  require(dnnl_reorder_primitive_desc_create(&pd, a, engine, b, engine, NULL), "reorder");
  require(dnnl_primitive_create(&primitive, pd), "reorder");
  dnnl_exec_arg_t args[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  require(dnnl_primitive_execute(primitive, stream, 2, args), "reorder");
  dnnl_stream_wait(stream);
  dnnl_primitive_destroy(primitive);
  dnnl_primitive_desc_destroy(pd);
}

/* A tensor of test values in the layout that the primitive asks for. */
static dnnl_memory_t filled(const dnnl_memory_desc_t *desc, const dnnl_dims_t dims, int which) {
  dnnl_memory_desc_t canonical = plain(dims, dnnl_abcd);
  dnnl_memory_t source = memory(&canonical), target = memory(desc);
  float *values = data(source);
  for (size_t i = 0; i < count(dims); i++) values[i] = test_value(which, (uint32_t)i);
  reorder(source, target);
  dnnl_memory_destroy(source);
  return target;
}

static const dnnl_memory_desc_t *desc_of(dnnl_primitive_desc_t pd, dnnl_query_t what) {
  return dnnl_primitive_desc_query_md(pd, what, 0);
}

static const char *open_problem(problem *p, const char *role, dnnl_dims_t x, dnnl_dims_t y,
                                dnnl_dims_t w, dnnl_alg_kind_t algorithm) {
  dnnl_memory_desc_t xd = plain(x, dnnl_format_tag_any), yd = plain(y, dnnl_format_tag_any),
                     wd = plain(w, dnnl_format_tag_any);
  dnnl_dims_t ones = {1, 1};
  dnnl_convolution_desc_t desc;
  dnnl_primitive_desc_t forward, pd;
  int is_forward = !strcmp(role, "forward"), is_input = !strcmp(role, "input_gradient");
  dnnl_prop_kind_t kind = is_forward ? dnnl_forward_inference : dnnl_forward_training;
  if (dnnl_convolution_forward_desc_init(&desc, kind, algorithm, &xd, &wd, NULL, &yd, ones, ones,
                                         ones) ||
      dnnl_primitive_desc_create(&forward, &desc, NULL, engine, NULL)) {
    return "no forward primitive";
  }
  pd = forward;
  if (is_input && (dnnl_convolution_backward_data_desc_init(&desc, algorithm, &xd, &wd, &yd, ones,
                                                            ones, ones) ||
                   dnnl_primitive_desc_create(&pd, &desc, NULL, engine, forward))) {
    return "no primitive for the gradient by the input";
  }
  if (!is_forward && !is_input &&
      (dnnl_convolution_backward_weights_desc_init(&desc, algorithm, &xd, &wd, NULL, &yd, ones,
                                                   ones, ones) ||
       dnnl_primitive_desc_create(&pd, &desc, NULL, engine, forward))) {
    return "no primitive for the gradient by the kernel";
  }
  require(dnnl_primitive_create(&p->primitive, pd), "primitive_create");
  if (is_forward) {
    p->from = filled(desc_of(pd, dnnl_query_src_md), x, INPUT);
    p->other = filled(desc_of(pd, dnnl_query_weights_md), w, WEIGHT);
    p->to = memory(desc_of(pd, dnnl_query_dst_md));
    p->from_arg = DNNL_ARG_SRC, p->other_arg = DNNL_ARG_WEIGHTS, p->to_arg = DNNL_ARG_DST;
    memcpy(p->result, y, sizeof(dnnl_dims_t));
  } else if (is_input) {
    p->from = filled(desc_of(pd, dnnl_query_diff_dst_md), y, COTANGENT);
    p->other = filled(desc_of(pd, dnnl_query_weights_md), w, WEIGHT);
    p->to = memory(desc_of(pd, dnnl_query_diff_src_md));
    p->from_arg = DNNL_ARG_DIFF_DST, p->other_arg = DNNL_ARG_WEIGHTS;
    p->to_arg = DNNL_ARG_DIFF_SRC;
    memcpy(p->result, x, sizeof(dnnl_dims_t));
  } else {
    p->from = filled(desc_of(pd, dnnl_query_src_md), x, INPUT);
    p->other = filled(desc_of(pd, dnnl_query_diff_dst_md), y, COTANGENT);
    p->to = memory(desc_of(pd, dnnl_query_diff_weights_md));
    p->from_arg = DNNL_ARG_SRC, p->other_arg = DNNL_ARG_DIFF_DST;
    p->to_arg = DNNL_ARG_DIFF_WEIGHTS;
    memcpy(p->result, w, sizeof(dnnl_dims_t));
  }
  if (pd != forward) dnnl_primitive_desc_destroy(pd);
  dnnl_primitive_desc_destroy(forward);
  p->used = 1;
  return NULL;
}

static double run(problem *p, long repetitions) {
  struct timespec start, end;
  dnnl_exec_arg_t args[] = {
      {p->from_arg, p->from}, {p->other_arg, p->other}, {p->to_arg, p->to}};
  clock_gettime(clock_id, &start);
  for (long i = 0; i < repetitions; i++) {
    require(dnnl_primitive_execute(p->primitive, stream, 3, args), "primitive_execute");
  }
  dnnl_stream_wait(stream);
  clock_gettime(clock_id, &end);
  return (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
}

static void sample(problem *p, long stride) {
  dnnl_memory_desc_t canonical = plain(p->result, dnnl_abcd);
  dnnl_memory_t target = memory(&canonical);
  run(p, 1);
  reorder(p->to, target);
  const float *values = data(target);
  for (size_t i = 0; i + 1 <= count(p->result); i += stride) printf("%.9g ", values[i]);
  printf("\n");
  dnnl_memory_destroy(target);
}

static void close_problem(problem *p) {
  dnnl_primitive_destroy(p->primitive);
  dnnl_memory_destroy(p->from);
  dnnl_memory_destroy(p->other);
  dnnl_memory_destroy(p->to);
  p->used = 0;
}

static void open_request(const char *line) {
  char role[32], name[32];
  long inputs, outputs, height, width, images;
  int id = 0;
  if (sscanf(line, "open %31s %ld %ld %ld %ld %ld %31s", role, &inputs, &outputs, &height, &width,
             &images, name) != 7) {
    printf("no such request\n");
    return;
  }
  while (id < SLOTS && problems[id].used) id++;
  if (id == SLOTS) {
    printf("no slot is free\n");
    return;
  }
  dnnl_dims_t x = {images, inputs, height, width}, y = {images, outputs, height, width},
              w = {outputs, inputs, SIZE, SIZE};
  int winograd = !strcmp(name, "winograd");
  const char *reason =
      open_problem(&problems[id], role, x, y, w,
                   winograd ? dnnl_convolution_winograd : dnnl_convolution_direct);
  if (reason) {
    printf("no: %s\n", reason);
  } else {
    printf("ok %d\n", id);
  }
}

int main(int arguments_count, char **arguments) {
  char line[256];
  long id, number;
  if (arguments_count > 1 && !strcmp(arguments[1], "PROCESSOR")) clock_id = CLOCK_THREAD_CPUTIME_ID;
  require(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine_create");
  require(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags), "stream_create");
  while (fgets(line, sizeof line, stdin)) {
    if (!strncmp(line, "open ", 5)) {
      open_request(line);
    } else if (sscanf(line, "run %ld %ld", &id, &number) == 2 && id >= 0 && id < SLOTS) {
      printf("%.9f\n", run(&problems[id], number));
    } else if (sscanf(line, "sample %ld %ld", &id, &number) == 2 && id >= 0 && id < SLOTS) {
      sample(&problems[id], number);
    } else if (sscanf(line, "close %ld", &id) == 1 && id >= 0 && id < SLOTS) {
      close_problem(&problems[id]);
      printf("ok\n");
    } else {
      printf("no such request\n");
    }
    fflush(stdout);
  }
  return 0;
}
