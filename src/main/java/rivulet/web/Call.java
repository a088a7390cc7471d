package rivulet.web;

/**
 * One thing that a page, or a notebook, can ask of the server; each is a small class with a record
 * of what it is asked. docs/api.md has an example of every one.
 *
 * @param <Q> what is asked: its components are the keys of the JSON, see {@link Json}
 */
public sealed interface Call<Q extends Record> permits Reply, Feed, Task {
  /** Bytes of a body unless a call says otherwise. */
  int USUAL_BYTES = 64 << 10;

  /** Where it is found below the token, as {@code api/watch/runs}. */
  String path();

  /** How it is asked. */
  Method method();

  /** The record of what is asked. */
  Class<Q> request();

  /** Bytes that a body may have; at most {@link Bounds#MOST_BYTES}. */
  default int bytes() {
    return USUAL_BYTES;
  }

  /** Ways of asking. */
  enum Method {
    /** Looks only; what is asked stands in the query: {@code ?run=0}. */
    GET,
    /** What is asked is a JSON object in the body. */
    POST
  }
}
