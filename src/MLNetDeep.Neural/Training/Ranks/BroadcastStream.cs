using System.Buffers.Binary;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// A stream that rank 0 writes and the other ranks read, block by block, so that its length need not be known. It ends when rank 0
/// disposes it; the others must read it to its end.
/// </summary>
internal sealed class BroadcastStream(IGradientExchange exchange) : Stream
{
    private const int BlockLength = 1 << 20;

    private readonly byte[] _block = new byte[BlockLength];

    // The number of bytes in the block, and of those the number that have been read.
    private int _count;
    private int _read;
    private bool _hasEnded;

    public override bool CanRead => exchange.Rank != 0;

    public override bool CanSeek => false;

    public override bool CanWrite => exchange.Rank == 0;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, BlockLength - _count);
            buffer[..count].CopyTo(_block.AsSpan(_count));
            buffer = buffer[count..];
            _count += count;
            if (_count == BlockLength)
            {
                SendBlock();
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_read == _count && !_hasEnded && !buffer.IsEmpty)
        {
            ReceiveBlock();
        }

        int count = Math.Min(buffer.Length, _count - _read);
        _block.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && exchange.Rank == 0 && !_hasEnded)
        {
            _hasEnded = true;
            if (_count > 0)
            {
                SendBlock();
            }

            // A length of 0 is the end.
            SendLength();
        }

        base.Dispose(disposing);
    }

    private void SendBlock()
    {
        SendLength();
        exchange.Broadcast(_block.AsSpan(0, _count));
        _count = 0;
    }

    private void SendLength()
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, _count);
        exchange.Broadcast(length);
    }

    private void ReceiveBlock()
    {
        byte[] length = new byte[sizeof(int)];
        exchange.Broadcast(length);
        (_count, _read) = (BinaryPrimitives.ReadInt32LittleEndian(length), 0);
        _hasEnded = _count == 0;
        if (!_hasEnded)
        {
            exchange.Broadcast(_block.AsSpan(0, _count));
        }
    }
}
