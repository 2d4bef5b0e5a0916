package io.gridmill.cli;

import io.gridmill.cli.session.Session;
import picocli.CommandLine.Mixin;

/** A command that asks a grid and writes rows, as {@code --output} says. */
abstract class RowsCommand extends GridCommand {
    @Mixin
    protected OutputOption output = new OutputOption();

    RowsCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        output.check(session);
    }
}
