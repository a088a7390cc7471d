// A map of the line, y = x + 0.8 sin x, with slope 1 + 0.8 cos x; y is drawn from N(0, 1).
double map(double x) { return x + 0.8 * Math.sin(x); }
double slope(double x) { return 1 + 0.8 * Math.cos(x); }
double normal(double y) { return Math.exp(-y * y / 2) / Math.sqrt(2 * Math.PI); }
double density(double x) { return normal(map(x)) * slope(x); }
double mass(java.util.function.DoubleUnaryOperator p) {
  double sum = 0;
  for (int i = -10_000; i < 10_000; i++) {
    sum += p.applyAsDouble((i + 0.5) * 1e-3) * 1e-3;
  }
  return sum;
}
System.out.printf("at x = 0: p %.4f, without the slope %.4f%n", density(0), normal(map(0)))
System.out.printf("at x = 3: p %.4f, without the slope %.4f%n", density(3), normal(map(3)))
System.out.printf("mass of p %.4f, without the slope %.4f%n", mass(x -> density(x)), mass(x -> normal(map(x))))
/exit
