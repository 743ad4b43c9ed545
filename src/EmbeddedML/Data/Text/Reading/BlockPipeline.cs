namespace Microsoft.ML.Data;

/// <summary>Gives a cursor its blocks in their order, read.</summary>
internal abstract class BlockPipeline : IDisposable
{
    /// <summary>The next block, or null at the end.</summary>
    /// <param name="done">The block before it, which will not be used any more and can be filled again.</param>
    public abstract TextBlock? Next(TextBlock? done);

    /// <summary>The exception to throw for an error in a line.</summary>
    public abstract Exception Wrap(Exception error);

    public abstract void Dispose();
}
