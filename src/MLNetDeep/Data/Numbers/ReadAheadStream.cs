using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a stream on a background thread, one block ahead of the consumer. This pays off for streams that are slow to read, such as
/// compressed ones.
/// </summary>
/// <param name="source">The stream to read. Disposing this stream disposes the source too.</param>
internal sealed class ReadAheadStream(Stream source) : ForwardStream
{
    private const int BlockLength = 1 << 18;

    private byte[] _block = new byte[BlockLength];
    private byte[] _nextBlock = new byte[BlockLength];
    private Task<int>? _pendingRead;
    private int _position;
    private int _length;

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length && !MoveToNextBlock())
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _length - _position);
        _block.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Waits for the read in progress, so that the source is not disposed while in use. The result or error of that read is dropped.
            Task.WhenAny(_pendingRead ?? Task.CompletedTask).GetAwaiter().GetResult();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    // After the end of the source, every call returns false. After an error, every call throws that error.
    private bool MoveToNextBlock()
    {
        _pendingRead ??= ReadBlock(_nextBlock);
        int length = _pendingRead.GetAwaiter().GetResult();
        if (length == 0)
        {
            return false;
        }

        (_block, _nextBlock) = (_nextBlock, _block);
        (_position, _length) = (0, length);
        _pendingRead = ReadBlock(_nextBlock);
        return true;
    }

    private Task<int> ReadBlock(byte[] block) => Task.Run(() => source.ReadAtLeast(block, block.Length, throwOnEndOfStream: false));
}
