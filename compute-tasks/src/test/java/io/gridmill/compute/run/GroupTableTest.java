package io.gridmill.compute.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.compute.kernel.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupTableTest {
    private static final int ROUNDS = 60;

    private static Stream<Named<LongSupplier>> keys() {
        Random random = new Random(11);
        long[] next = new long[3];
        return Stream.of(
                Named.of("few", () -> random.nextInt(20)),
                Named.of("ascending", () -> next[0]++ / 3),
                Named.of("descending", () -> next[1]-- / 3),
                Named.of(
                        "dense at first, then anywhere",
                        () -> next[2]++ < 20_000 ? random.nextInt(500) : random.nextLong()),
                Named.of("the least longs", () -> Long.MIN_VALUE + random.nextInt(5000)),
                Named.of("the greatest longs", () -> Long.MAX_VALUE - random.nextInt(5000)),
                Named.of("both ends", () -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE),
                Named.of("multiples of 4096", () -> random.nextInt(10_000) << 12));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void equalKeysAreOneGroupNumberedAsTheyCome(LongSupplier keys) {
        GroupTable table = new GroupTable(1, new Budget(1L << 30));
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(5);
        long[] key = new long[Block.ROWS];
        boolean[] nul = new boolean[Block.ROWS];
        int[] groups = new int[Block.ROWS];
        for (int round = 0; round < ROUNDS; round++) {
            int count = 1 + random.nextInt(Block.ROWS);
            for (int i = 0; i < count; i++) {
                nul[i] = random.nextInt(50) == 0;
                key[i] = nul[i] ? random.nextLong() : keys.getAsLong();
            }
            table.find(key, nul, count, groups);
            for (int i = 0; i < count; i++) {
                Integer group = expected.putIfAbsent(nul[i] ? null : key[i], expected.size());
                assertThat(groups[i]).isEqualTo(group == null ? expected.size() - 1 : group);
            }
        }
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((value, group) -> {
            assertThat(table.isNullGroup(group)).isEqualTo(value == null);
            if (value != null) {
                assertThat(table.word(group, 0)).isEqualTo(value);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keysAddedUnseenAreFoundAfterwards(LongSupplier keys) {
        GroupTable ofWord = new GroupTable(1, new Budget(1L << 30));
        GroupTable ofTwo = new GroupTable(2, new Budget(1L << 30));
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            boolean unseen = random.nextBoolean();
            List<Long> batch = new ArrayList<>();
            while (batch.size() < Block.ROWS / 4) {
                Long key = random.nextInt(50) == 0 ? null : (Long) keys.getAsLong();
                if (unseen && (expected.containsKey(key) || batch.contains(key)) && random.nextInt(20) > 0) {
                    continue;
                }
                if (unseen && (expected.containsKey(key) || batch.contains(key))) {
                    break;
                }
                batch.add(key);
            }
            batch.forEach(key -> expected.putIfAbsent(key, expected.size()));
            boolean[] nul = new boolean[Block.ROWS];
            long[][] words = new long[2][Block.ROWS];
            for (int i = 0; i < batch.size(); i++) {
                nul[i] = batch.get(i) == null;
                words[0][i] = nul[i] ? 0 : batch.get(i);
                words[1][i] = nul[i] ? 1 : 0;
            }
            if (unseen) {
                ofWord.add(words[0], nul, batch.size());
                ofTwo.add(words, batch.size());
                continue;
            }
            int[] groups = new int[Block.ROWS];
            int[] groupsOfTwo = new int[Block.ROWS];
            ofWord.find(words[0], nul, batch.size(), groups);
            ofTwo.find(words, batch.size(), groupsOfTwo);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(groups[i]).isEqualTo(expected.get(batch.get(i)));
                assertThat(groupsOfTwo[i]).isEqualTo(groups[i]);
            }
        }
        assertThat(ofWord.size()).isEqualTo(expected.size()).isEqualTo(ofTwo.size());
    }

    @Test
    void anArrayByValueIsGivenUpBeforeTheBudgetIs() {
        long[] key = new long[Block.ROWS];
        for (int i = 0; i < key.length; i++) {
            key[i] = i * 8L;
        }
        int[] groups = new int[key.length];
        GroupTable table = new GroupTable(1, new Budget(1 << 16));

        table.find(key, new boolean[key.length], key.length, groups);

        assertThat(groups).startsWith(0, 1, 2).endsWith(Block.ROWS - 1);
        GroupTable poor = new GroupTable(1, new Budget(1 << 14));
        assertThatThrownBy(() -> poor.find(key, new boolean[key.length], key.length, groups))
                .hasMessageContaining("budget");
    }
}
