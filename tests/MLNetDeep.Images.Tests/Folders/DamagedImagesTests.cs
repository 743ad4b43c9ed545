using System.Buffers.Binary;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Reads folders in which some files cannot be decoded.</summary>
public sealed class DamagedImagesTests : IDisposable
{
    private static readonly ImageFolderOptions s_skip = new() { Shuffle = false, Damaged = DamagedImages.Skip };

    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<byte[], string> Damages => new()
    {
        { [], "it is empty" },
        { [1, 2, 3], "it has no known image format" },
        { Png.Flat(40, 40, 9)[..^30], "it ends too early, or its data are damaged" },
        { FlippedByte(), "its data are damaged" },
        { HugeBmp(), "it claims to have 20000 x 20000 pixels, too many for its 54 bytes" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_image_is_an_error_that_names_the_file_and_the_cure(byte[] content, string problem)
    {
        _folder.Write("a/1.png", Png.Flat(2, 2, 1));
        string path = _folder.Write("a/2.png", content);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_skip with { Damaged = DamagedImages.Error });
        Assert.Equal(2, view.GetRowCount());
        Assert.Equal([1u, 1u], view.GetColumn<uint>("Label"));
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        Assert.True(cursor.MoveNext());
        get(ref image);
        Assert.Equal((2, 2), (image.Width, image.Height));
        Assert.True(cursor.MoveNext());
        Assert.Equal(
            $"The image '{path}' cannot be read: {problem}. To pass over such images, set Damaged to Skip.",
            Assert.Throws<InvalidDataException>(() => get(ref image)).Message);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damaged_images_can_be_skipped_with_a_warning(byte[] content, string problem)
    {
        WriteImages(5);
        string first = _folder.Write("a/1.png", content), second = _folder.Write("a/3.png", content);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_skip);
        Assert.Null(view.GetRowCount());
        Assert.Equal(["a/0.png", "a/2.png", "a/4.png"], _folder.Paths(view));
        Assert.Equal([$"Skipped 2 damaged images: '{first}' ({problem}), '{second}' ({problem})."], _folder.Warnings);
        Assert.Equal(3, view.GetRowCount());

        // Each pass has the same rows, whichever columns are read, and they are warned of once.
        Assert.Equal([1u, 1u, 1u], view.GetColumn<uint>("Label"));
        Assert.Equal([0, 2, 4], Values(view));
        Assert.Single(_folder.Warnings);
    }

    [Fact]
    public void A_pass_that_is_left_early_warns_too_and_many_files_are_counted()
    {
        for (int i = 0; i < 13; i++)
        {
            _folder.Write($"a/{i:00}.png", []);
        }

        _folder.Write("a/x.png", Png.Flat(1, 1, 1));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_skip);
        using (DataViewRowCursor cursor = view.GetRowCursor([]))
        {
            Assert.True(cursor.MoveNext());
        }

        string warning = Assert.Single(_folder.Warnings);
        Assert.StartsWith("Skipped 13 damaged images: ", warning);
        Assert.Contains("09.png' (it is empty) and 3 more.", warning);
        Assert.DoesNotContain("10.png", warning);
    }

    [Fact]
    public void A_file_is_examined_once_and_then_decoded_only_where_the_image_is_read()
    {
        WriteImages(3);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_skip);
        Assert.Equal(3, view.GetColumn<uint>("Label").Count());
        string path = _folder.Write("a/1.png", []);
        Assert.Equal(3, view.GetColumn<uint>("Label").Count());
        Assert.Equal(
            $"The image '{path}' cannot be read: it is empty.", Assert.Throws<InvalidDataException>(() => Values(view).Count()).Message);
    }

    // 70 files are three blocks of up to 32: a set of two cursors has the blocks 0 and 2, and the block 1.
    [Fact]
    public void A_set_of_cursors_divides_the_files_and_keeps_their_identifiers()
    {
        WriteImages(70);
        _folder.Write("a/33.png", []);
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_skip);
        (long Batch, ulong Id, string Path)[] single = Read(view.GetRowCursor(view.Schema));
        DataViewRowCursor[] set = view.GetRowCursorSet(view.Schema, 2);
        Assert.Equal(2, set.Length);
        (long Batch, ulong Id, string Path)[] first = Read(set[0]), second = Read(set[1]);
        Assert.Equal(single.Where(row => row.Batch != 1), first);
        Assert.Equal(single.Where(row => row.Batch == 1), second);
        Assert.Equal(69, single.Length);
        Assert.Equal([.. Enumerable.Range(0, 70).Where(i => i != 33).Select(i => (ulong)i)], single.Select(row => row.Id));
        Assert.Equal([32, 31, 6], single.CountBy(row => row.Batch).Select(batch => batch.Value));

        (long Batch, ulong Id, string Path)[] Read(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                List<(long, ulong, string)> rows = [];
                ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
                ValueGetter<ReadOnlyMemory<char>> getPath = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["ImagePath"]);
                while (cursor.MoveNext())
                {
                    DataViewRowId id = default;
                    ReadOnlyMemory<char> path = default;
                    getId(ref id);
                    getPath(ref path);
                    rows.Add((cursor.Batch, id.Low, $"{path}"));
                }

                return [.. rows];
            }
        }
    }

    private static byte[] FlippedByte()
    {
        byte[] file = Png.File(Png.Mode.Grey, 16, [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 37))]);
        file[file.Length / 2] ^= 0x55;
        return file;
    }

    // The headers of a BMP file of 24 bits for each pixel, without the pixels.
    private static byte[] HugeBmp()
    {
        byte[] file = new byte[54];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 20_000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), 20_000);
        return file;
    }

    private void WriteImages(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _folder.Write(count > 10 ? $"a/{i:00}.png" : $"a/{i}.png", Png.Flat(3, 2, (byte)i));
        }
    }

    // The grey value of each image's first pixel.
    private static IEnumerable<int> Values(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        while (cursor.MoveNext())
        {
            get(ref image);
            yield return image.Pixels[0];
        }

        image.Dispose();
    }
}
