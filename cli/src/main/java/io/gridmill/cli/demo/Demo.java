package io.gridmill.cli.demo;

import io.gridmill.cli.demo.rows.Expected;
import io.gridmill.cli.demo.rows.Orders;
import io.gridmill.cli.progress.Amounts;
import io.gridmill.cli.session.Interrupts;
import io.gridmill.cli.session.Session;
import io.gridmill.client.Gridmill;
import io.gridmill.client.JobHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The demo, from the first node to the last check; whatever happens, its nodes and its folder go with it. */
public final class Demo {
    private static final int FAILED = 1;
    /** The node that dies: the client is connected to it. */
    private static final String VICTIM = "n1";

    /** Shares of a job on each node: enough that a node dies in the middle. */
    private static final int SHARES_PER_NODE = 20;

    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_DATA_MEBIBYTES = 512;
    /** Rows of datasets and results in the grid, copies included, on the nodes that are left. */
    private static final long DATA_BYTES_PER_ROW = 250;

    private final DemoOptions options;
    private final Story story;
    private final DemoFolder folder;
    private final Cluster cluster;

    private Demo(DemoOptions options, Story story, DemoFolder folder) throws IOException {
        this.options = options;
        this.story = story;
        this.folder = folder;
        this.cluster = new Cluster(
                options.nodes(),
                Math.max(1, options.rows() / ((long) SHARES_PER_NODE * options.nodes())),
                Math.max(LEAST_DATA_MEBIBYTES, options.rows() * DATA_BYTES_PER_ROW / MEBIBYTE));
    }

    /**
     * Runs the demo.
     *
     * @return the exit status: 0 when everything was as it must be, else 1
     * @throws io.gridmill.cli.session.WrongCall when the folder is not empty
     */
    public static int run(DemoOptions options, Session session) throws Exception {
        Story story = new Story(session);
        try (DemoFolder folder = DemoFolder.open(options.folder(), options.keep())) {
            Demo demo = new Demo(options, story, folder);
            try (Interrupts.Watch ignored = session.interrupts().onInterrupt(demo::interrupted);
                    Cluster cluster = demo.cluster) {
                return demo.tell(cluster);
            } catch (Exception e) {
                if (story.isInterrupted()) {
                    new CountDownLatch(1).await(); // the JVM is going down, and whatever failed failed by that
                }
                story.say("demo: FAILED");
                throw e;
            }
        }
    }

    private int tell(Cluster nodes) throws Exception {
        long began = System.nanoTime();
        // What libraries unpack in this JVM goes there too.
        System.setProperty("java.io.tmpdir", folder.folder("tmp").toString());
        story.say("Gridmill demo: " + options.nodes()
                + " nodes, one is killed in the middle of a job, and every row is checked.");
        story.tell("folder", folder.path() + (folder.kept() ? ", kept" : ", deleted at the end"));
        nodes.start(folder);
        story.tell("nodes", nodes.describe());
        Chapters chapters = new Chapters(story, folder);
        RiskChapter risk = new RiskChapter(story, folder);
        try {
            Orders orders = new Orders(options.seed(), options.rows());
            Expected expected = chapters.generate(orders);
            try (Gridmill gridmill = nodes.connect(VICTIM)) {
                story.tell(
                        "nodes",
                        "all " + gridmill.nodes().size() + " are one grid " + Amounts.duration(Story.since(began))
                                + " after the start");
                chapters.load(gridmill, orders);
                chapters.summarise(gridmill, expected);
                risk.load(gridmill, options.seed());
                JobHandle job = chapters.lose(gridmill, nodes.node(VICTIM));
                chapters.checkRows(job, expected);
                chapters.ask(gridmill, expected);
                risk.again(gridmill);
            }
        } catch (Exception e) {
            if (!story.isInterrupted()) {
                for (String line : nodes.logTails()) {
                    story.say(line);
                }
            }
            throw e;
        }
        List<String> differences = new ArrayList<>(chapters.differences());
        differences.addAll(risk.differences());
        return end(differences, Amounts.duration(Story.since(began)));
    }

    private int end(List<String> differences, String time) throws IOException {
        for (String difference : differences) {
            story.tell("differs", difference);
        }
        if (folder.kept()) {
            story.tell("kept", folder.path().toString());
        }
        if (differences.isEmpty()) {
            story.say("demo: OK (" + time + ")");
            return 0;
        }
        for (String line : cluster.logTails()) {
            story.say(line);
        }
        story.say("demo: FAILED (" + time + ")");
        return FAILED;
    }

    private void interrupted() {
        story.interrupt();
        cluster.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + folder.path(), e);
        }
    }
}
