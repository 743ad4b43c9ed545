using MLNetDeep.Data;

namespace MLNetDeep.Tests.Data;

public class ReadAheadStreamTests
{
    // The stream lengths lie around multiples of the block length of 262,144 bytes.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_000_000)]
    public void The_stream_returns_the_bytes_of_its_source(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        using ReadAheadStream stream = new(new MemoryStream(bytes));
        MemoryStream copy = new();
        byte[] buffer = new byte[70_001];
        for (int count = stream.Read(buffer, 1, 70_000); count > 0; count = stream.Read(buffer, 1, 70_000))
        {
            copy.Write(buffer, 1, count);
        }

        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(0, stream.Read(buffer));
    }

    [Fact]
    public void An_error_of_the_source_is_thrown_at_its_position_and_on_every_further_read()
    {
        using ReadAheadStream stream = new(new FailingStream(blocks: 1));
        stream.ReadExactly(new byte[262_144]);
        Assert.Throws<InvalidDataException>(() => stream.ReadByte());
        Assert.Throws<InvalidDataException>(() => stream.ReadByte());
    }

    [Fact]
    public void The_source_is_disposed_only_after_a_pending_read()
    {
        FailingStream source = new(blocks: 5);
        ReadAheadStream stream = new(source);
        stream.ReadByte();
        stream.Dispose();
        Assert.True(source.IsDisposed);
        Assert.False(source.WasReadAfterDisposal);
    }

    /// <summary>Returns the given number of blocks, then throws.</summary>
    private sealed class FailingStream(int blocks) : MemoryStream(new byte[blocks * 262_144])
    {
        public bool IsDisposed { get; private set; }

        public bool WasReadAfterDisposal { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            Thread.Sleep(1);
            WasReadAfterDisposal |= IsDisposed;
            return Position < Length ? base.Read(buffer) : throw new InvalidDataException("Damaged.");
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
