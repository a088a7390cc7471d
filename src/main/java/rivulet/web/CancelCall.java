package rivulet.web;

/** Cancels a task that runs or waits. */
final class CancelCall implements Reply<CancelCall.Request> {
  private final Jobs jobs;

  CancelCall(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Which one.
   *
   * @param job its number, from its first event
   */
  record Request(long job) {}

  /**
   * What came of it.
   *
   * @param cancelled false if it has ended before
   */
  record Answer(boolean cancelled) {}

  @Override
  public String path() {
    return "api/cancel";
  }

  @Override
  public Method method() {
    return Method.POST;
  }

  @Override
  public Class<Request> request() {
    return Request.class;
  }

  @Override
  public Answer answer(Request request) {
    return new Answer(jobs.cancel(request.job()));
  }
}
