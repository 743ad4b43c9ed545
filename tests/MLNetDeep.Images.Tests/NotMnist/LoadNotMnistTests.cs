using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Reads a small data set in notMNIST's form.</summary>
public sealed class LoadNotMnistTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Letters_are_read_and_the_damaged_ones_are_skipped()
    {
        WriteLetters();
        string empty = _folder.Write("A/RGVtb2NyYXRpY2FCb2xkT2xkc3R5bGUgQm9sZC50dGY=.png", []);
        string small = _folder.Write("F/small.png", Png.Flat(28, 27, 0));
        IDataView view = _folder.ML.Data.LoadNotMnist(_folder.FullName);
        Assert.Equal("ImagePath: String, Label: Key<UInt32, 0-9> {KeyValues}, Image: Vector<Byte, 28, 28>", string.Join(", ", view.Schema));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (uint)i), view.GetColumn<uint>("Label").Order());
        (uint Label, byte[] Image)[] rows = [.. view.GetColumn<uint>("Label").Zip(view.GetColumn<byte[]>("Image"))];
        Assert.All(rows, row => Assert.Equal(Enumerable.Repeat((byte)(20 * (row.Label - 1)), 784), row.Image));
        string warning = Assert.Single(_folder.Warnings);
        Assert.StartsWith("Skipped 2 damaged images: ", warning);
        Assert.Contains($"'{empty}' (it is empty)", warning);
        Assert.Contains($"'{small}' (it has 28 x 27 pixels; accepted: 28 x 28)", warning);
    }

    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2.
    [Fact]
    public void A_colour_becomes_grey()
    {
        WriteLetters();
        _folder.Write("C/2.png", Png.File(Png.Mode.Rgb, 28, [.. Enumerable.Repeat<byte[]>([200, 100, 50], 784).SelectMany(pixel => pixel)]));
        IDataView view = _folder.ML.Data.LoadNotMnist(_folder.FullName, new() { Shuffle = false });
        Assert.Equal(Enumerable.Repeat((byte)124, 784), view.GetColumn<byte[]>("Image").ElementAt(3));
    }

    [Fact]
    public void Other_folders_are_refused()
    {
        WriteLetters();
        Assert.Contains(
            "ClassNames is set", Assert.Throws<ArgumentException>(() => _folder.ML.Data.LoadNotMnist(_folder.FullName, new() { ClassNames = ["A"] })).Message);
        _folder.Write("K/1.png", Png.Flat(28, 28, 0));
        Assert.Contains("has a folder 'K'", Assert.Throws<InvalidDataException>(() => _folder.ML.Data.LoadNotMnist(_folder.FullName)).Message);
        Directory.Delete(Path.Combine(_folder.FullName, "D"), recursive: true);
        Assert.Contains(
            "D' does not exist; notMNIST has a folder for each letter from A to J.",
            Assert.Throws<DirectoryNotFoundException>(() => _folder.ML.Data.LoadNotMnist(_folder.FullName)).Message);
    }

    private void WriteLetters()
    {
        for (int i = 0; i < 10; i++)
        {
            _folder.Write($"{(char)('A' + i)}/1.png", Png.Flat(28, 28, (byte)(20 * i)));
        }
    }
}
