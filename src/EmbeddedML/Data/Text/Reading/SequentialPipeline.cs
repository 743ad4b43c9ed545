using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Data;

/// <summary>Reads each block when it is asked for. Several of them can share a source, each with a thread of its own.</summary>
/// <param name="source">Where the lines come from.</param>
/// <param name="reader">Reads values from lines.</param>
/// <param name="block">The block.</param>
/// <param name="release">Is called once, when the pipeline is disposed.</param>
internal sealed class SequentialPipeline(BlockSource source, BlockReader reader, TextBlock block, Action release) : BlockPipeline
{
    private bool _isDisposed;

    public override TextBlock? Next(TextBlock? done)
    {
        if (!source.TryFill(block))
            return null;
        reader.Read(block);
        return block;
    }

    public override Exception Wrap(Exception error)
    {
        ExceptionDispatchInfo.Throw(error);
        return error;
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        release();
    }
}
