using System.Buffers.Binary;
using System.Text;

namespace MLNetDeep.Build;

/// <summary>
/// The symbol versions that an ELF file needs from other libraries (section .gnu.version_r; Linux Standard Base, "Symbol Versioning").
/// </summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>
    /// Marks the needed version of this name as weak, so that the file also loads where the version is missing. Only the flags change.
    /// </summary>
    /// <returns>False if this is no little-endian 64-bit ELF file or it needs no such version; then nothing changes.</returns>
    public static bool Weaken(Span<byte> file, string version)
    {
        int flags;
        try
        {
            flags = FindFlags(file, version);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return false; // A position in the file leads out of it.
        }

        if (flags < 0)
        {
            return false;
        }

        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(file[flags..]);
        BinaryPrimitives.WriteUInt16LittleEndian(file[flags..], (ushort)(value | Weak));
        return true;
    }

    // The position of the flags of the version's entry, or -1.
    private static int FindFlags(ReadOnlySpan<byte> file, string version)
    {
        bool isElf = file.Length >= 64 && file[0] == 0x7F && file[1..4].SequenceEqual("ELF"u8) && file[4] == 2 && file[5] == 1;
        if (!isElf)
        {
            return -1;
        }

        byte[] name = [.. Encoding.ASCII.GetBytes(version), 0];
        int sections = Position(file, 0x28);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3A..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> section = file[checked(sections + (i * sectionSize))..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) == VersionNeeds)
            {
                int link = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(section[0x28..]));
                int strings = Position(file[checked(sections + (link * sectionSize))..], 0x18);
                return FindFlags(file, Position(section, 0x18), strings, name);
            }
        }

        return -1;
    }

    // Each library has a record (count of versions, place of the first, place of the next library), each version an entry
    // (hash, flags, index, name, place of the next version). Places count from the record or entry itself.
    private static int FindFlags(ReadOnlySpan<byte> file, int library, int strings, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(file[(library + 2)..]);
            int entry = checked(library + Position32(file[(library + 8)..]));
            for (int i = 0; i < count; i++)
            {
                int text = checked(strings + Position32(file[(entry + 8)..]));
                if (file[text..].StartsWith(name))
                {
                    return entry + 4;
                }

                entry = checked(entry + Position32(file[(entry + 12)..]));
            }

            int next = Position32(file[(library + 12)..]);
            if (next == 0)
            {
                return -1;
            }

            library = checked(library + next);
        }
    }

    private static int Position(ReadOnlySpan<byte> record, int offset) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]));

    private static int Position32(ReadOnlySpan<byte> record) => checked((int)BinaryPrimitives.ReadUInt32LittleEndian(record));
}
