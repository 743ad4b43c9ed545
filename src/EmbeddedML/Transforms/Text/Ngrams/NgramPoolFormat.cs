namespace Microsoft.ML.Transforms.Text;

/// <summary>
/// How n-grams lie in a model file: their number, for each where its bytes start, where the last one's end, and the bytes.
/// A key is stored in groups of seven bits, the lowest first, each in a byte whose highest bit says that more follow.
/// </summary>
internal static class NgramPoolFormat
{
    private const int GroupBits = 7;
    private const byte MoreFollow = 0x80;

    public static void Save(NgramPool pool, BinaryWriter writer)
    {
        var starts = new int[pool.Count + 1];
        var bytes = new List<byte>();
        for (int id = 0; id < pool.Count; id++)
        {
            foreach (uint key in pool[id])
                Append(key, bytes);
            starts[id + 1] = bytes.Count;
        }
        writer.Write(pool.Count);
        StoredArrays.WriteItems<int>(writer, starts);
        StoredArrays.WriteItems<byte>(writer, bytes.ToArray());
    }

    /// <exception cref="FormatException">The entry does not hold n-grams in this form.</exception>
    public static NgramPool Load(ModelLoadContext ctx)
    {
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "n-grams");
        int[] starts = StoredArrays.ReadItems<int>(ctx, count + 1, "starts of n-grams");
        byte[] bytes = StoredArrays.ReadItems<byte>(ctx, starts[count], "bytes of n-grams");
        var pool = new NgramPool();
        var keys = new List<uint>();
        for (int id = 0; id < count; id++)
        {
            if (starts[id] < 0 || starts[id] > starts[id + 1] || starts[id + 1] > bytes.Length)
                throw Damaged(id);
            keys.Clear();
            for (int at = starts[id]; at < starts[id + 1];)
                keys.Add(ReadKey(bytes.AsSpan(0, starts[id + 1]), ref at, id));
            if (keys.Count is 0 or > NgramOptions.MaxWindow || !pool.TryAdd(keys.ToArray(), out _))
                throw Damaged(id);
        }
        return pool;
    }

    private static void Append(uint key, List<byte> bytes)
    {
        for (; key >= MoreFollow; key >>= GroupBits)
            bytes.Add((byte)(key | MoreFollow));
        bytes.Add((byte)key);
    }

    private static uint ReadKey(ReadOnlySpan<byte> bytes, ref int at, int id)
    {
        ulong key = 0;
        for (int shift = 0; at < bytes.Length && shift < 32; shift += GroupBits)
        {
            byte group = bytes[at++];
            key |= (ulong)(group & ~MoreFollow & 0xFF) << shift;
            if (group >= MoreFollow)
                continue;
            return key <= uint.MaxValue ? (uint)key : throw Damaged(id);
        }
        throw Damaged(id);
    }

    private static FormatException Damaged(int id) => new($"The model is damaged: its n-gram {id} cannot be read.");
}
