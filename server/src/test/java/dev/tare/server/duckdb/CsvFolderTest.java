package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFolderTest {
    private static final List<String> TEXTS = List.of("c.key || ':' || c.\"Part\"");

    @TempDir Path folder;

    private String ask(String sql) throws Exception {
        try (CsvFolder files = CsvFolder.load(folder, TEXTS);
                Connection connection = files.open()) {
            files.begin(connection);
            String answer = Sql.value(connection, sql);
            connection.commit();
            return String.valueOf(answer);
        }
    }

    private void file(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void a_column_has_the_narrowest_type_that_holds_its_values_exactly() throws Exception {
        file(
                "t.csv",
                """
                n,zeros,price,b,id,at,local,day,mixed,empty
                1,007,9.99,t,%1$s1,2026-11-01 10:00:00.5+00,2026-11-01 10:00:00,2026-11-01,1,
                -20,010,0.125,f,%1$s2,2026-11-01 10:00:00+05:30,2026-11-01 10:00:00.25,2026-11-02,x,
                ,,,,,,,,,
                """
                        .formatted("00000000-0000-4000-8000-00000000000"));
        assertThat(
                        ask(
                                "SELECT string_agg(column_name || ' ' || data_type, ', '"
                                        + " ORDER BY ordinal_position)"
                                        + " FROM information_schema.columns"))
                .isEqualTo(
                        "n BIGINT, zeros VARCHAR, price DECIMAL(38,3), b BOOLEAN, id UUID,"
                                + " at TIMESTAMP WITH TIME ZONE, local TIMESTAMP, day DATE,"
                                + " mixed VARCHAR, empty VARCHAR");
        assertThat(ask("SELECT CAST(t.\"at\" AS text) FROM t WHERE n = -20"))
                .isEqualTo("2026-11-01 04:30:00+00");
        assertThat(ask("SELECT COUNT(*) FROM t WHERE n IS NULL AND zeros IS NULL")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5,2.25",
                "1,2.50",
                "t,true",
                "-0,1",
                "-0.00,1.00",
                "007,7",
                "0.10,-0.25",
                "2026-11-01T10:00:00Z,2026-11-01T11:00:00Z",
                "2026-11-01 10:00:00.50,2026-11-01 11:00:00"
            })
    void where_the_text_counts_it_stays_as_it_stands(String values) throws Exception {
        file("t.csv", "key,PART,keys\n" + values.replaceAll("([^,]+)(,?)", "$1,$1,$1\n"));
        for (String column : List.of("key", "part")) {
            assertThat(ask("SELECT string_agg(CAST(" + column + " AS text), ',') FROM t"))
                    .isEqualTo(values);
        }
        // Amounts are for reckoning: these two decimals have the same scale.
        if (values.startsWith("1.5")) {
            assertThat(ask("SELECT CAST(SUM(keys) AS text) FROM t")).isEqualTo("3.75");
        }
    }

    @Test
    void quotes_line_ends_and_json_in_a_value_stay_as_they_are() throws Exception {
        file("t.csv", "a,metadata\n\"say \"\"hi\"\",\nyou\",\"{\"\"image_id\"\": \"\"x\"\"}\"\n");
        assertThat(ask("SELECT a FROM t")).isEqualTo("say \"hi\",\nyou");
        assertThat(ask("SELECT (metadata->>'image_id') FROM t")).isEqualTo("x");
    }

    @Test
    void once_loaded_there_is_no_way_to_files_and_nothing_can_be_written() throws Exception {
        file("t.csv", "a\n1\n");
        String reading = "SELECT COUNT(*) FROM read_csv('" + folder.resolve("t.csv") + "')";
        assertThatThrownBy(() -> ask(reading)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> ask("INSERT INTO t VALUES (2) RETURNING a"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void a_file_that_is_no_csv_is_named() throws Exception {
        file("broken.csv", "a,b\n1,2\n1,2,3,4\n\"never closed\n");
        assertThatThrownBy(() -> CsvFolder.load(folder, TEXTS))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("broken.csv");
    }
}
