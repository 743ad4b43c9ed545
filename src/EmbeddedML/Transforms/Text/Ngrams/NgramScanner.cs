using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Finds the n-grams in vectors of keys. A key that is missing, or beyond the number of keys, is 0 in them.</summary>
/// <param name="ngramLength">The most keys in an n-gram.</param>
/// <param name="skipLength">How many keys may be left out between the first and the last of an n-gram.</param>
/// <param name="keyCount">How many keys there are.</param>
internal sealed class NgramScanner(int ngramLength, int skipLength, ulong keyCount)
{
    private readonly uint[] _ngram = new uint[ngramLength];
    private readonly uint _maxKey = (uint)Math.Min(keyCount, uint.MaxValue);
    private uint[] _keys = [];

    /// <summary>Visits the n-grams that begin at the first key, the shorter before those that they begin, then those at the second, and so on.</summary>
    public void Scan<TKey, TVisitor>(in VBuffer<TKey> vector, ref TVisitor visitor) where TVisitor : struct, INgramVisitor
    {
        ReadOnlySpan<uint> keys = Read(vector);
        for (int first = 0; first < keys.Length; first++)
        {
            ReadOnlySpan<uint> window = keys.Slice(first, Math.Min(keys.Length - first, ngramLength + skipLength));
            if (!VisitFrom(window, ref visitor))
                return;
        }
    }

    private ReadOnlySpan<uint> Read<TKey>(in VBuffer<TKey> vector)
    {
        if (_keys.Length < vector.Length)
            _keys = new uint[Math.Max(vector.Length, 2 * _keys.Length)];
        Span<uint> keys = _keys.AsSpan(0, vector.Length);
        if (!vector.IsDense)
            keys.Clear();
        ReadOnlySpan<TKey> stored = vector.GetValues();
        ReadOnlySpan<int> indices = vector.GetIndices();
        for (int i = 0; i < stored.Length; i++)
        {
            ulong key = KeyNumber.Of(stored[i]);
            keys[vector.IsDense ? i : indices[i]] = key <= _maxKey ? (uint)key : 0;
        }
        return keys;
    }

    private bool VisitFrom<TVisitor>(ReadOnlySpan<uint> window, ref TVisitor visitor) where TVisitor : struct, INgramVisitor
    {
        _ngram[0] = window[0];
        if (!visitor.Visit(_ngram.AsSpan(0, 1)))
            return false;
        return ngramLength == 1 || VisitLonger(window, length: 1, skipped: 0, ref visitor);
    }

    // Of the window's keys, so many are in the n-gram already, and so many were left out between them.
    private bool VisitLonger<TVisitor>(ReadOnlySpan<uint> window, int length, int skipped, ref TVisitor visitor)
        where TVisitor : struct, INgramVisitor
    {
        for (int skips = skipped; skips <= skipLength && length + skips < window.Length; skips++)
        {
            _ngram[length] = window[length + skips];
            if (!visitor.Visit(_ngram.AsSpan(0, length + 1)))
                return false;
            if (length + 1 < ngramLength && !VisitLonger(window, length + 1, skips, ref visitor))
                return false;
        }
        return true;
    }
}
