namespace MLNetDeep.Faults.Mutations;

/// <summary>A file format and a reader for it.</summary>
/// <param name="Name">The name, for the list of tests.</param>
/// <param name="Good">A valid file.</param>
/// <param name="Read">Reads a file to its end.</param>
/// <param name="Wrap">Makes a file of damaged bytes: compresses them or puts them into a zip. Null to take them as they are.</param>
internal sealed record FileFormat(string Name, byte[] Good, Action<byte[]> Read, Func<byte[], byte[]>? Wrap = null)
{
    /// <summary>The number of cases, before <see cref="Support.Effort.Factor"/>. Readers that take longer have fewer.</summary>
    public int Cases { get; init; } = 2_500;

    /// <summary>The most bytes that reading may allocate: for any file, and for each byte of the file. By default 4 MiB and 500.</summary>
    public (long ForAnyFile, long ForByte) Allocated { get; init; } = (4 << 20, 500);

    /// <summary>
    /// Whether an exception is one that the documentation of the reader names. Only those may come from damaged files. By default
    /// <see cref="InvalidDataException"/>.
    /// </summary>
    public Func<Exception, bool> IsDocumented { get; init; } = exception => exception is InvalidDataException;

    /// <summary>
    /// Whether the reader uses a thread of its own. What the whole process allocates is counted then, so no other test may run meanwhile.
    /// </summary>
    public bool HasOwnThread { get; init; }

    public override string ToString() => Name;
}
