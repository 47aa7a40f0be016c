package dev.forewarn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forewarn.Prelude.CannotPrepare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {

    @TempDir
    Path directory;

    @Test
    void oneProcessAtATimeHoldsIt() {
        Path path = directory.resolve(".forewarn");
        try (Folder held = Folder.open(path)) {
            assertThatThrownBy(() -> Folder.open(path))
                    .isInstanceOf(CannotPrepare.class)
                    .hasMessageContaining(held.path().toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageNotContaining("\n");
        }
        Folder.open(path).close();
    }

    @Test
    void secretsAreMadeOnceForTheUserAlone() throws IOException {
        Path file = directory.resolve("key");
        assertThat(Folder.keep(file, () -> "first")).isEqualTo("first");
        assertThat(Folder.keep(file, () -> "second")).isEqualTo("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aPartThatWasNeverFinishedBeginsAnew() throws IOException {
        try (Folder folder = Folder.open(directory.resolve(".forewarn"))) {
            Path halfMade = Files.writeString(folder.part("server").resolve("half-made"), "");
            assertThat(folder.part("server")).isEmptyDirectory();
            assertThat(halfMade).doesNotExist();
            Path whole = Files.writeString(folder.part("server").resolve("whole"), "");
            folder.finish("server");
            folder.part("server");
            assertThat(whole).exists();
        }
    }

    @Test
    void gitNeverSeesIt() {
        try (Folder folder = Folder.open(directory.resolve(".forewarn"))) {
            assertThat(folder.path().resolve(".gitignore")).hasContent("*");
        }
    }
}
