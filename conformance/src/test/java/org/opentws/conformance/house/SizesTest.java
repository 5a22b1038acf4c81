package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small rooms: sizes from day one, so that none has to be broken up later. */
@Tag("house")
class SizesTest {
  private static final int METHOD_LINES_MAX = 60;
  private static final int FILE_LINES_MAX = 400;
  private static final int INJECTED_FIELDS_MAX = 8;
  private static final int BEAN_METHODS_MAX = 10;
  private static final int PARAMETERS_MAX = 5;

  @Test
  void everyRoomIsSmall() throws IOException {
    List<Path> files = SourceFiles.production();
    assertTrue(files.size() > 50, "only " + files.size() + " sources found");
    assertEquals(List.of(), tooLarge(files));
  }

  @Test
  void everyFileOfTestsIsSmall() {
    List<Path> files = SourceFiles.tests();
    assertTrue(files.size() > 50, "only " + files.size() + " tests found");
    List<String> findings = new ArrayList<>();
    files.forEach(file -> measureFile(file, findings));
    assertEquals(List.of(), findings);
  }

  @Test
  void largeRoomIsFound(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("Large.java");
    String method =
        "  void m(int a, int b, int c, int d, int e, int f) {\n" + "\n".repeat(61) + "  }\n";
    Files.writeString(file, "class Large {\n" + method + "\n".repeat(340) + "}\n");
    assertEquals(3, tooLarge(List.of(file)).size());
  }

  private static void measureFile(Path file, List<String> findings) {
    int lines = SourceFiles.lines(file).size();
    if (lines > FILE_LINES_MAX) {
      findings.add(file + ": " + lines + " lines; probably two things under one name");
    }
  }

  private static List<String> tooLarge(List<Path> files) throws IOException {
    List<String> findings = new ArrayList<>();
    files.forEach(file -> measureFile(file, findings));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new Measure(unit, positions, findings), null);
      }
    }
    return findings;
  }

  private static final class Measure extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private final List<String> findings;

    Measure(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
      this.unit = unit;
      this.positions = positions;
      this.lines = unit.getLineMap();
      this.findings = findings;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      String name = unit.getSourceFile().getName() + ": " + method.getName();
      if (method.getBody() != null) {
        long length =
            lines.getLineNumber(positions.getEndPosition(unit, method.getBody()))
                - lines.getLineNumber(positions.getStartPosition(unit, method.getBody()))
                - 1;
        if (length > METHOD_LINES_MAX) {
          findings.add(name + " has " + length + " lines; name its steps");
        }
      }
      if (method.getParameters().size() > PARAMETERS_MAX
          && !isRecordConstructor(method)
          && !isDictated(method)) {
        findings.add(name + " has " + method.getParameters().size() + " parameters; use a record");
      }
      return super.visitMethod(method, nothing);
    }

    /** Whoever implements a foreign interface cannot choose its parameters. */
    private static boolean isDictated(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    /** A canonical constructor has as many parameters as the record has parts. */
    private static boolean isRecordConstructor(MethodTree method) {
      return method.getName().contentEquals("<init>");
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      long injected =
          type.getMembers().stream()
              .filter(member -> member.getKind() == Tree.Kind.VARIABLE)
              .filter(
                  member ->
                      Set.of("Inject", "EJB", "Resource").stream()
                          .anyMatch(name -> member.toString().contains("@" + name)))
              .count();
      if (injected > INJECTED_FIELDS_MAX) {
        findings.add(type.getSimpleName() + " has " + injected + " injected fields");
      }
      if (isSessionBean(type) && publicMethods(type) > BEAN_METHODS_MAX) {
        findings.add(type.getSimpleName() + " has " + publicMethods(type) + " public methods");
      }
      return super.visitClass(type, nothing);
    }

    private static boolean isSessionBean(ClassTree type) {
      String annotations = type.getModifiers().getAnnotations().toString();
      return annotations.contains("@Stateless") || annotations.contains("@Singleton");
    }

    private static long publicMethods(ClassTree type) {
      return type.getMembers().stream()
          .filter(MethodTree.class::isInstance)
          .map(MethodTree.class::cast)
          .filter(method -> method.getModifiers().getFlags().contains(Modifier.PUBLIC))
          .count();
    }
  }
}
