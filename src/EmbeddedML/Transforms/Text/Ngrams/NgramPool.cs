using System.Numerics;

namespace Microsoft.ML.Transforms.Text;

/// <summary>N-grams in the order in which they were added, found by their keys.</summary>
internal sealed class NgramPool
{
    // The keys of all n-grams one after another; n-gram i's end where those of i + 1 start.
    private uint[] _keys = new uint[16];
    private int[] _starts = new int[9];

    // Chains of the n-grams whose hashes end in the same bits: the heads, and each one's successor.
    private int[] _buckets = new int[8];
    private int[] _next = new int[8];

    public NgramPool() => Array.Fill(_buckets, -1);

    public int Count { get; private set; }

    /// <summary>The keys of an n-gram.</summary>
    public ReadOnlySpan<uint> this[int id] => _keys.AsSpan(_starts[id].._starts[id + 1]);

    /// <summary>An n-gram's number, or -1 where there is none of these keys.</summary>
    public int Find(ReadOnlySpan<uint> ngram) => Find(ngram, Hash(ngram));

    /// <summary>Adds an n-gram, if it is a new one.</summary>
    public bool TryAdd(ReadOnlySpan<uint> ngram, out int id)
    {
        uint hash = Hash(ngram);
        id = Find(ngram, hash);
        if (id >= 0)
            return false;
        if (Count == _next.Length)
            Grow();
        id = Count++;
        int start = _starts[id];
        if (start + ngram.Length > _keys.Length)
            Array.Resize(ref _keys, 2 * _keys.Length);
        ngram.CopyTo(_keys.AsSpan(start));
        _starts[id + 1] = start + ngram.Length;
        Link(id, hash);
        return true;
    }

    private static uint Hash(ReadOnlySpan<uint> ngram)
    {
        uint hash = (uint)ngram.Length;
        foreach (uint key in ngram)
            hash = (BitOperations.RotateLeft(hash, 5) ^ key) * 0x9E3779B1;
        return hash ^ (hash >> 15);
    }

    private int Find(ReadOnlySpan<uint> ngram, uint hash)
    {
        int id = _buckets[hash & (uint)(_buckets.Length - 1)];
        while (id >= 0 && !this[id].SequenceEqual(ngram))
            id = _next[id];
        return id;
    }

    private void Link(int id, uint hash)
    {
        ref int head = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _next[id] = head;
        head = id;
    }

    private void Grow()
    {
        int size = checked(2 * _next.Length);
        Array.Resize(ref _next, size);
        Array.Resize(ref _starts, size + 1);
        _buckets = new int[size];
        Array.Fill(_buckets, -1);
        for (int id = 0; id < Count; id++)
            Link(id, Hash(this[id]));
    }
}
