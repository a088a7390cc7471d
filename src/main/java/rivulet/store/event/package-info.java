/**
 * Event files, as TensorBoard reads them: curves and pictures by step.
 *
 * <p>A file is a row of records in the framing of TFRecord ({@link
 * rivulet.store.event.EventRecord}), each an {@code Event} message in protocol buffers ({@link
 * rivulet.store.event.Message}): a wall time, a step and one of the version of the format, the mark
 * of a start, or a summary of named values. Whatever ends a program, the records before are whole,
 * and a reader takes half a record for the end.
 *
 * <p>Wall times make these files another each time: they show a training and are no result of it.
 *
 * <p>Start reading at {@link rivulet.store.event.EventFile}.
 */
package rivulet.store.event;
