using System.Buffers.Binary;
using MLNetDeep.Build;

namespace MLNetDeep.TorchSharp.Tests.Build;

public class ElfVersionsTests
{
    private const int Sections = 64;
    private const int Needs = Sections + (3 * 64);
    private const int Strings = Needs + (2 * 16) + (3 * 16);

    // In the file below: the first library's two versions lie behind its record, the second library's behind both.
    private const int FlagsOfSecondVersion = Needs + 16 + 16 + 4;

    [Fact]
    public void Only_the_flags_of_the_version_change()
    {
        byte[] file = SmallFile();
        byte[] changed = [.. file];

        Assert.True(ElfVersions.Weaken(changed, "V_2"));

        byte[] expected = [.. file];
        expected[FlagsOfSecondVersion] = 4 | 2;
        Assert.Equal(expected, changed);
    }

    [Fact]
    public void Twice_is_as_once()
    {
        byte[] once = SmallFile();
        Assert.True(ElfVersions.Weaken(once, "V_2"));
        byte[] twice = [.. once];

        Assert.True(ElfVersions.Weaken(twice, "V_2"));

        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_version_of_the_second_library_is_found()
    {
        byte[] file = SmallFile();

        Assert.True(ElfVersions.Weaken(file, "W_1"));

        Assert.Equal(2, file[Needs + 16 + 16 + 16 + 16 + 4]);
    }

    [Theory]
    [InlineData("V")]
    [InlineData("V_22")]
    [InlineData("X_1")]
    public void Without_the_version_nothing_changes(string version)
    {
        byte[] file = SmallFile();
        byte[] changed = [.. file];

        Assert.False(ElfVersions.Weaken(changed, version));

        Assert.Equal(file, changed);
    }

    [Theory]
    [InlineData(0, 0)]    // no ELF
    [InlineData(4, 1)]    // 32 bits
    [InlineData(5, 2)]    // big-endian
    [InlineData(0x2F, 0x7F)] // sections outside of the file
    [InlineData(Sections + 64 + 0x1B, 0x7F)] // needs outside of the file
    public void Other_files_are_left_alone(int position, byte value)
    {
        byte[] file = SmallFile();
        file[position] = value;
        byte[] changed = [.. file];

        Assert.False(ElfVersions.Weaken(changed, "V_2"));

        Assert.Equal(file, changed);
    }

    [Fact]
    public void Short_files_are_left_alone()
    {
        for (int length = 0; length < Strings; length++)
        {
            byte[] file = SmallFile()[..length];
            Assert.False(ElfVersions.Weaken(file, "V_2"));
        }
    }

    // Sections: none, .gnu.version_r, its strings. Two libraries: one with V_1 and V_2 (whose flags are 4), one with W_1.
    private static byte[] SmallFile()
    {
        byte[] strings = "\0V_1\0V_2\0W_1\0"u8.ToArray();
        byte[] file = new byte[Strings + strings.Length];
        file[0] = 0x7F;
        "ELF"u8.CopyTo(file.AsSpan(1));
        file[4] = 2;
        file[5] = 1;
        Write64(file, 0x28, Sections);
        Write16(file, 0x3A, 64);
        Write16(file, 0x3C, 3);
        Write32(file, Sections + 64 + 4, 0x6ffffffe);
        Write64(file, Sections + 64 + 0x18, Needs);
        Write32(file, Sections + 64 + 0x28, 2);
        Write64(file, Sections + 128 + 0x18, Strings);
        Library(file, Needs, versions: 2, first: 16, next: 48);
        Version(file, Needs + 16, flags: 0, name: 1, next: 16);
        Version(file, Needs + 32, flags: 4, name: 5, next: 0);
        Library(file, Needs + 48, versions: 1, first: 16, next: 0);
        Version(file, Needs + 64, flags: 0, name: 9, next: 0);
        strings.CopyTo(file, Strings);
        return file;
    }

    private static void Library(byte[] file, int at, ushort versions, uint first, uint next)
    {
        Write16(file, at + 2, versions);
        Write32(file, at + 8, first);
        Write32(file, at + 12, next);
    }

    private static void Version(byte[] file, int at, ushort flags, uint name, uint next)
    {
        Write16(file, at + 4, flags);
        Write32(file, at + 8, name);
        Write32(file, at + 12, next);
    }

    private static void Write16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    private static void Write32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    private static void Write64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
