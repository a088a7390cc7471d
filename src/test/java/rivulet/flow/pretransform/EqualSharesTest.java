package rivulet.flow.pretransform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class EqualSharesTest {
  @Test
  void sharesAreSortedAndEqual() {
    double[] key = {5, -1, 3, -2, 9, 0, 7};
    EqualShares shares = new EqualShares(key, new int[] {0, 1, 2, 3, 5, 6}, 3);
    assertArrayEquals(new int[] {3, 1}, shares.members(0));
    assertArrayEquals(new int[] {5, 2}, shares.members(1));
    assertArrayEquals(new int[] {0, 6}, shares.members(2));
    assertArrayEquals(new double[] {-1, 3, 7}, shares.middles());
  }

  @Test
  void sharesOfOneMiddleArePooled() {
    double[] key = {0, 0, 0, 1, 0, 0, 0, 2};
    EqualShares shares = new EqualShares(key, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 4);
    assertArrayEquals(new double[] {0, 0, 0, 2}, shares.middles());
    int[] zeros = {0, 1, 2, 4, 5, 6};
    for (int s = 0; s < 3; s++) {
      assertArrayEquals(zeros, shares.members(s));
    }
    assertArrayEquals(new int[] {3, 7}, shares.members(3));
  }
}
