package io.gridmill.loaders.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReusedBytesTest {
    @Test
    void pagesOfAboutTheSameSizeLieInOneArray() {
        ReusedBytes reused = new ReusedBytes();
        byte[] first = reused.atLeast(800);
        assertThat(reused.atLeast(900)).isSameAs(first);
        assertThat(reused.atLeast(1)).isSameAs(first);
        assertThat(reused.atLeast(901)).hasSizeGreaterThanOrEqualTo(901).isNotSameAs(first);
    }

    @Test
    void aLargeOneTakesNoMoreThanItNeeds() {
        ReusedBytes reused = new ReusedBytes();
        assertThat(reused.atLeast(9 << 20).length).isEqualTo(9 << 20);
        assertThat(reused.atLeast(10 << 20).length).isEqualTo(10 << 20);
    }
}
