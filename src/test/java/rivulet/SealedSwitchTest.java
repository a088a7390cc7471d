package rivulet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rivulet.cli.Main;

/**
 * A switch over a sealed type names every kind, so that a new one cannot be forgotten: a {@code
 * default} needs a comment that says why, on its line or the one before.
 */
final class SealedSwitchTest {
  private static final Path SOURCES = Path.of("main", "java");

  private final List<ClassModel> classes = new ArrayList<>();
  private final Set<ClassDesc> sealed =
      new TreeSet<>(Comparator.comparing(ClassDesc::descriptorString));
  private final List<String> silent = new ArrayList<>();
  private int switches;
  private boolean overSealed;

  @Test
  void noKindIsForgotten() throws IOException {
    read(Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
    for (ClassModel model : classes) {
      for (MethodModel method : model.methods()) {
        look(model, method);
      }
    }
    assertTrue(switches > 20, "this test sees " + switches + " switches over sealed types only");
    assertEquals(List.of(), silent, "name every kind, or say beside `default` why not");
  }

  private void read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        ClassModel model = ClassFile.of().parse(file);
        classes.add(model);
        if (model.findAttribute(Attributes.permittedSubclasses()).isPresent()) {
          sealed.add(model.thisClass().asSymbol());
        }
      }
    }
  }

  private void look(ClassModel model, MethodModel method) throws IOException {
    List<CodeElement> code = method.code().map(body -> body.elementList()).orElse(List.of());
    int line = 0;
    overSealed = false;
    for (CodeElement element : code) {
      switch (element) {
        case LineNumber number -> line = number.line();
        case InvokeDynamicInstruction call -> overSealed = switchesOverSealed(call);
        case LookupSwitchInstruction jump when overSealed ->
            found(model, code, jump.defaultTarget(), line);
        case TableSwitchInstruction jump when overSealed ->
            found(model, code, jump.defaultTarget(), line);
        default -> {} // the other instructions of Java's machine
      }
    }
  }

  private boolean switchesOverSealed(InvokeDynamicInstruction call) {
    return call.name().equalsString("typeSwitch")
        && sealed.contains(call.typeSymbol().parameterType(0));
  }

  private void found(ClassModel model, List<CodeElement> code, Label other, int line)
      throws IOException {
    switches++;
    if (!fails(code, other) && !reasoned(source(model), line)) {
      silent.add(source(model) + ":" + line);
    }
  }

  /** Whether the kinds that are not named are impossible: javac lets a new kind end in an error. */
  private static boolean fails(List<CodeElement> code, Label other) {
    boolean reached = false;
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target && target.label().equals(other)) {
        reached = true;
      } else if (reached && element instanceof Instruction next) {
        return next instanceof NewObjectInstruction made
            && made.className().asInternalName().equals("java/lang/MatchException");
      }
    }
    throw new IllegalStateException("a switch without end");
  }

  private static Path source(ClassModel model) {
    String name = model.thisClass().asInternalName();
    String file =
        model.findAttribute(Attributes.sourceFile()).orElseThrow().sourceFile().stringValue();
    return SOURCES.resolve(name.substring(0, name.lastIndexOf('/'))).resolve(file);
  }

  /** Whether a comment stands beside the first {@code default} from a line on. */
  private static boolean reasoned(Path source, int line) throws IOException {
    List<String> lines = Files.readAllLines(source);
    int at = line - 1;
    while (at < lines.size() && !lines.get(at).strip().startsWith("default")) {
      at++;
    }
    return at < lines.size() && reasoned(lines, at);
  }

  private static boolean reasoned(List<String> lines, int at) {
    return lines.get(at).contains("//") || lines.get(at - 1).strip().startsWith("//");
  }
}
