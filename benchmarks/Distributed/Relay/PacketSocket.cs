using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace MLNetDeep.Benchmarks.Distributed.Relay;

/// <summary>Sends and receives whole Ethernet frames on a network interface: a packet socket of Linux.</summary>
/// <remarks>
/// Each frame begins with the kernel's header of 10 bytes (virtio_net_hdr), which says whether checksums and segments are still to be made.
/// It is passed on as it came, so that frames of up to 64 KB cross the relay in one piece.
/// </remarks>
internal sealed partial class PacketSocket : IDisposable
{
    /// <summary>The length of the header before the frame, in bytes.</summary>
    public const int HeaderLength = 10;

    private const int AddressFamilyPacket = 17;
    private const int SocketTypeRaw = 3;
    private const ushort AllProtocols = 3;
    private const int LevelSocket = 1;
    private const int LevelPacket = 263;
    private const int OptionReceiveBuffer = 33;
    private const int OptionHeader = 15;
    private const int OptionIgnoreOutgoing = 23;
    private const int ReceiveBufferLength = 16 << 20;
    private const int DoNotWait = 0x40;
    private const int TryAgain = 11;
    private const int NoBuffers = 105;

    public PacketSocket(string interfaceName)
    {
        ushort protocol = BinaryPrimitives.ReverseEndianness(AllProtocols);
        Descriptor = Check(Socket(AddressFamilyPacket, SocketTypeRaw, protocol));
        SetOption(LevelSocket, OptionReceiveBuffer, ReceiveBufferLength);
        SetOption(LevelPacket, OptionHeader, 1);
        SetOption(LevelPacket, OptionIgnoreOutgoing, 1);
        Span<byte> address = stackalloc byte[20];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)AddressFamilyPacket);
        MemoryMarshal.Write(address[2..], protocol);
        MemoryMarshal.Write(address[4..], IndexOf(interfaceName));
        Check(Bind(Descriptor, address, address.Length));
    }

    /// <summary>The file descriptor.</summary>
    public int Descriptor { get; }

    public void Dispose() => _ = Close(Descriptor);

    /// <summary>Receives a frame with its header; returns its length, or 0 if there is none.</summary>
    public int Receive(Span<byte> buffer)
    {
        nint length = Receive(Descriptor, buffer, buffer.Length, DoNotWait);
        return length < 0 && Marshal.GetLastPInvokeError() == TryAgain ? 0 : Check((int)length);
    }

    /// <summary>Sends a frame with its header. It is lost if the interface's queue is full, as in a switch.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        nint length = Send(Descriptor, frame, frame.Length, DoNotWait);
        if (length < 0 && Marshal.GetLastPInvokeError() is not (TryAgain or NoBuffers))
        {
            Check((int)length);
        }
    }

    private static int IndexOf(string interfaceName) => NetworkInterface.GetAllNetworkInterfaces()
        .Single(candidate => candidate.Name == interfaceName).GetIPProperties().GetIPv4Properties().Index;

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private void SetOption(int level, int option, int value) => Check(SetOption(Descriptor, level, option, value, sizeof(int)));

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, in int value, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, Span<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
