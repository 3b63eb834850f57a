package org.doseagent.net.pdu;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes as a command set: a command whose response can be read again, or a PduException. {@code scripts/fuzz} runs it for long. */
final class CommandFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void any_command(byte[] input) throws PduException {
        Command command;
        try {
            command = Command.decode(input, input.length);
        } catch (PduException e) {
            return; // refused, as it should be
        }
        byte[] response = command.response(0xA700, "no room");
        if (Command.decode(response, response.length).status() != 0xA700) {
            throw new IllegalStateException("the response does not read back");
        }
    }
}
