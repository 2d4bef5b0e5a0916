package io.gridmill.compute.task;

import io.gridmill.core.task.TaskExit;
import java.nio.charset.StandardCharsets;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes calls of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} throw instead. A guard against accidents, not against
 * malice: who may put jars beside a node may do anything.
 */
final class ExitGuard {
    private static final String GUARD = Type.getInternalName(TaskExit.class);

    private ExitGuard() {}

    /**
     * The class as it was, or with the calls replaced.
     *
     * @throws IllegalArgumentException when this is not a class file of a version that is known
     */
    static byte[] guarded(byte[] classFile) {
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        if (!text.contains("java/lang/System") && !text.contains("java/lang/Runtime")) {
            return classFile;
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Replacement(writer), 0);
        return writer.toByteArray();
    }

    private static final class Replacement extends ClassVisitor {
        Replacement(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String descriptor, boolean isInterface) {
                    if (owner.equals("java/lang/System") && called.equals("exit")) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARD, "exit", "(I)V", false);
                    } else if (owner.equals("java/lang/Runtime") && (called.equals("exit") || called.equals("halt"))) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, GUARD, "exit", "(Ljava/lang/Runtime;I)V", false);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
                    }
                }
            };
        }
    }
}
