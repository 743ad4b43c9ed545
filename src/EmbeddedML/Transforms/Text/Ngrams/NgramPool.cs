using System.Runtime.CompilerServices;

namespace Microsoft.ML.Transforms.Text;

/// <summary>N-grams in the order in which they were added, found by their keys.</summary>
internal sealed class NgramPool
{
    // The keys of all n-grams one after another; n-gram i's end where those of i + 1 start.
    private uint[] _keys = new uint[16];
    private int[] _starts = new int[9];

    // For each length, from 1, the numbers of its n-grams.
    private NgramTable[] _tables = [];

    public int Count { get; private set; }

    /// <summary>The keys of an n-gram.</summary>
    public ReadOnlySpan<uint> this[int id] => _keys.AsSpan(_starts[id].._starts[id + 1]);

    /// <summary>An n-gram's number, or -1 where there is none of these keys.</summary>
    public int Find(ReadOnlySpan<uint> ngram)
        => ngram.Length <= _tables.Length ? Find(ngram, NgramTable.Sign(ngram), out _) : -1;

    /// <summary>Prepares to find an n-gram, whose keys need not be kept for it.</summary>
    /// <remarks>Asked first and answered together, the questions of a row wait for memory at the same time, not one after another.</remarks>
    public NgramQuery Ask(ReadOnlySpan<uint> ngram)
        => ngram.Length > _tables.Length || NgramTable.MustCompareKeys(ngram.Length)
            ? new NgramQuery((ulong)Find(ngram), Length: 0)
            : new NgramQuery(NgramTable.Sign(ngram), ngram.Length);

    /// <summary>The number of the n-gram, or -1 where there is none of its keys.</summary>
    public int Answer(NgramQuery query)
        => query.Length == 0 ? (int)query.Signature : _tables[query.Length - 1].FindFirst(query.Signature, out _);

    /// <summary>Adds an n-gram, if it is a new one.</summary>
    public bool TryAdd(ReadOnlySpan<uint> ngram, out int id)
    {
        while (_tables.Length < ngram.Length)
            _tables = [.. _tables, new NgramTable()];
        ulong signature = NgramTable.Sign(ngram);
        id = Find(ngram, signature, out int place);
        if (id >= 0)
            return false;
        id = Append(ngram);
        _tables[ngram.Length - 1].Add(signature, place, id);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ReadOnlySpan<uint> ngram, ulong signature, out int place)
    {
        NgramTable table = _tables[ngram.Length - 1];
        int id = table.FindFirst(signature, out place);
        if (NgramTable.MustCompareKeys(ngram.Length))
        {
            while (id >= 0 && !this[id].SequenceEqual(ngram))
                id = table.FindNext(signature, ref place);
        }
        return id;
    }

    private int Append(ReadOnlySpan<uint> ngram)
    {
        int id = Count++;
        int start = _starts[id];
        if (start + ngram.Length > _keys.Length)
            Array.Resize(ref _keys, 2 * Math.Max(_keys.Length, ngram.Length));
        if (Count == _starts.Length)
            Array.Resize(ref _starts, 2 * _starts.Length);
        ngram.CopyTo(_keys.AsSpan(start));
        _starts[id + 1] = start + ngram.Length;
        return id;
    }
}
