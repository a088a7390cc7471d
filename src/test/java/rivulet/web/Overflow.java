package rivulet.web;

/** What does not fit a page. */
final class Overflow {
  /** A list of elements wider than the window, and of words cut off at the edge of a chart. */
  static final String FOUND =
      """
      (() => {
        const most = document.documentElement.clientWidth;
        const inside = (e) => e.closest('.wide[role=region]') && !e.matches('.wide[role=region]');
        return [...document.querySelectorAll('body *')]
          .filter((e) => !inside(e) && !e.closest('.visually-hidden') && !e.closest('svg *'))
          .filter((e) => e.getBoundingClientRect().right > most + 0.5 || e.getBoundingClientRect().left < -0.5)
          .map((e) => e.tagName + '.' + e.className + ' ' + e.getBoundingClientRect().right)
          .concat(document.documentElement.scrollWidth > most ? ['the page'] : [])
          .concat([...document.querySelectorAll('.chart svg text')]
            .filter((e) => e.getBoundingClientRect().right > e.ownerSVGElement.getBoundingClientRect().right + 0.5)
            .map((e) => 'cut: ' + e.textContent));
      })()
      """;

  private Overflow() {}
}
