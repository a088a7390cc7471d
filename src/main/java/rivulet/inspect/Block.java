package rivulet.inspect;

/** One piece of a section. */
public sealed interface Block
    permits Paragraph, Picture, LineChart, Waterfall, TableBlock, Definitions, CommandText {}
