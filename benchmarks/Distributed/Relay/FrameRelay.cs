using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MLNetDeep.Benchmarks.Distributed.Relay;

/// <summary>
/// A switch between network interfaces that holds each frame for a time: it stands in for the delay of long cables and of routers.
/// </summary>
/// <remarks>
/// The last byte of a host's address (MAC) is the index of its interface. Frames to groups, such as address requests, go to all others. As
/// every frame is held for the same time, they leave in the order in which they came: one queue is enough.
/// </remarks>
internal sealed partial class FrameRelay : IDisposable
{
    private const int MaximumFrameLength = PacketSocket.HeaderLength + 14 + 65_536;
    private const short PollInput = 1;

    private readonly PacketSocket[] _ports;
    private readonly long _delayTicks;
    private readonly Queue<Frame> _held = new();
    private readonly Stack<byte[]> _freeBuffers = new();

    public FrameRelay(string[] interfaceNames, TimeSpan delay)
    {
        _ports = Array.ConvertAll(interfaceNames, name => new PacketSocket(name));
        _delayTicks = (long)(delay.TotalSeconds * Stopwatch.Frequency);
    }

    public void Dispose() => Array.ForEach(_ports, port => port.Dispose());

    /// <summary>Passes frames on until the process is ended.</summary>
    public void Run()
    {
        PollEntry[] entries = Array.ConvertAll(_ports, port => new PollEntry { Descriptor = port.Descriptor, Events = PollInput });
        while (true)
        {
            Wait(entries);
            for (int port = 0; port < _ports.Length; port++)
            {
                if (entries[port].Results != 0)
                {
                    ReceiveAll(port);
                }
            }

            while (_held.TryPeek(out Frame frame) && frame.DueTime <= Stopwatch.GetTimestamp())
            {
                Send(_held.Dequeue());
            }
        }
    }

    // Waits for a frame, or for the time when the oldest frame is due.
    private void Wait(PollEntry[] entries)
    {
        long ticks = _held.TryPeek(out Frame oldest) ? Math.Max(0, oldest.DueTime - Stopwatch.GetTimestamp()) : Stopwatch.Frequency;
        (long seconds, long rest) = Math.DivRem(ticks, Stopwatch.Frequency);
        TimeSpecification timeout = new() { Seconds = (nint)seconds, Nanoseconds = (nint)(rest * 1_000_000_000 / Stopwatch.Frequency) };
        _ = Poll(entries, (nuint)entries.Length, timeout, 0);
    }

    private void ReceiveAll(int port)
    {
        while (true)
        {
            byte[] buffer = _freeBuffers.TryPop(out byte[]? free) ? free : new byte[MaximumFrameLength];
            int length = _ports[port].Receive(buffer);
            if (length == 0)
            {
                _freeBuffers.Push(buffer);
                return;
            }

            _held.Enqueue(new Frame(buffer, length, port, Stopwatch.GetTimestamp() + _delayTicks));
        }
    }

    private void Send(Frame frame)
    {
        ReadOnlySpan<byte> bytes = frame.Buffer.AsSpan(0, frame.Length);
        ReadOnlySpan<byte> receiver = bytes.Slice(PacketSocket.HeaderLength, 6);
        bool isGroup = (receiver[0] & 1) != 0;
        for (int port = 0; port < _ports.Length; port++)
        {
            if (port != frame.Port && (isGroup || port == receiver[5]))
            {
                _ports[port].Send(bytes);
            }
        }

        _freeBuffers.Push(frame.Buffer);
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll([In, Out] PollEntry[] entries, nuint count, in TimeSpecification timeout, nint signals);

    private readonly record struct Frame(byte[] Buffer, int Length, int Port, long DueTime);

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Results;
    }

    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
