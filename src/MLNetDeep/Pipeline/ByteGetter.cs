using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep;

/// <summary>Finds the bytes behind a getter of vectors.</summary>
internal static class ByteGetter
{
    /// <summary>What gives the bytes; null where the values are of another kind, or computed on the way.</summary>
    public static IByteGetter? Find<T>(ValueGetter<VBuffer<T>> getter) => getter.Target switch
    {
        IByteGetter bytes => bytes,
        GuardedGetter<VBuffer<T>> guarded when Find(guarded.Inner) is { } bytes => Guard(guarded.Column, bytes),
        _ => null,
    };

    /// <summary>The bytes of a column, saying which it is when they cannot be given.</summary>
    public static IByteGetter Guard(string column, IByteGetter bytes) => new Guarded(column, bytes);

    private sealed class Guarded(string column, IByteGetter inner) : IByteGetter
    {
        public float Scale => inner.Scale;

        public ReadOnlySpan<byte> Read()
        {
            try
            {
                return inner.Read();
            }
            catch (Exception e)
            {
                throw RowErrors.Computing(column, e);
            }
        }
    }
}
