using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Finds classes and files, orders and splits them.</summary>
public sealed class LoadImageFolderTests : IDisposable
{
    private static readonly ImageFolderOptions s_inOrder = new() { Shuffle = false };

    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_are_the_folders_in_ordinal_order_and_files_may_lie_deeper()
    {
        byte[] file = Png.Flat(2, 3, 7);
        string[] images = ["B/2.png", "a/1.JPG", "a/deep/er/0.png", "a/x.Jpeg"];
        foreach (string name in (string[])[.. images, "a/notes.txt", "a/.hidden.png", "a/.deep/1.png", "a/Thumbs.db", ".cache/1.png", "top.png"])
        {
            _folder.Write(name, file);
        }

        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder);
        Assert.Equal("ImagePath: String, Label: Key<UInt32, 0-2> {KeyValues}, Image: Image", string.Join(", ", view.Schema));
        Assert.Equal(images, _folder.Paths(view));
        Assert.Equal([1u, 2u, 2u, 2u], view.GetColumn<uint>("Label"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Label"].GetKeyValues(ref names);
        Assert.Equal(["B", "a", "empty"], names.DenseValues().Select(name => $"{name}"));
        Assert.Equal(4, view.GetRowCount());
        Assert.Equal(
            [
                $"1 images in '{_folder.FullName}' are passed over, since they are in no folder of a class, such as "
                    + $"'{Path.Combine(_folder.FullName, "top.png")}'.",
                $"The folders of these classes in '{_folder.FullName}' have no file with the extension .bmp, .gif, .jpeg, .jpg, .png, .webp: 'empty'.",
            ],
            _folder.Warnings);
    }

    [Fact]
    public void Names_may_have_spaces_and_any_letters_and_one_class_is_enough()
    {
        string[] images = ["rose des sables/a b.png", "rose des sables/Größe.png", "rose des sables/花 1.png"];
        Assert.All(images, name => _folder.Write(name, Png.Flat(1, 1, 9)));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder);
        Assert.Equal("Key<UInt32, 0-0>", $"{view.Schema["Label"].Type}");
        Assert.Equal(images.Order(StringComparer.Ordinal), _folder.Paths(view));
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        while (cursor.MoveNext())
        {
            get(ref image);
            Assert.Equal([9, 9, 9, 255], image.Pixels.ToArray());
        }

        image.Dispose();
    }

    // Windows lets few users make links.
    [Fact]
    public void A_link_to_a_class_or_a_file_is_followed_but_none_to_a_folder_below_a_class()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string elsewhere = Path.GetDirectoryName(_folder.Write(".elsewhere/2.png", Png.Flat(1, 1, 1)))!;
        string file = _folder.Write("a/1.png", Png.Flat(1, 1, 1));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "b"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "a", "up"), _folder.FullName);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "a", "0.png"), file);
        Assert.Equal(["a/0.png", "a/1.png", "b/2.png"], _folder.Paths(_folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder)));
    }

    [Fact]
    public void One_class_may_be_the_positive_one()
    {
        foreach (string name in (string[])["cats/1.png", "dogs/1.png", "dogs/2.png", "hats/1.png"])
        {
            _folder.Write(name, Png.Flat(1, 1, 1));
        }

        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder with { PositiveClass = "dogs" });
        Assert.Equal("ImagePath: String, Label: Boolean, Image: Image", string.Join(", ", view.Schema));
        Assert.Equal([false, true, true, false], view.GetColumn<bool>("Label"));
        Assert.EndsWith(
            ": cats, dogs, hats.",
            Assert.Throws<InvalidDataException>(() => _folder.ML.Data.LoadImageFolder(_folder.FullName, new() { PositiveClass = "Dogs" })).Message);
    }

    [Fact]
    public void Extensions_and_class_names_may_be_given()
    {
        _folder.Write("b/1.png", Png.Flat(1, 1, 1));
        _folder.Write("b/2.PIC", Png.Flat(1, 1, 2));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder with { ClassNames = ["c", "b", "a"], Extensions = [".pic"] });
        Assert.Equal(["b/2.PIC"], _folder.Paths(view));
        Assert.Equal([2u], view.GetColumn<uint>("Label"));
        Assert.Contains(
            "has a folder 'b', which is not among the classes a, c.",
            Assert.Throws<InvalidDataException>(() => _folder.ML.Data.LoadImageFolder(_folder.FullName, new() { ClassNames = ["a", "c"] })).Message);
    }

    [Fact]
    public void The_seed_gives_the_order_and_the_split()
    {
        for (int i = 0; i < 20; i++)
        {
            _folder.Write($"{(char)('a' + (i % 3))}/{i:00}.png", [0]);
        }

        string[] all = Load(s_inOrder);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        string[] shuffled = Load(new() { Seed = 5 });
        Assert.Equal(shuffled, Load(new() { Seed = 5 }));
        Assert.NotEqual(shuffled, Load(new() { Seed = 6 }));
        Assert.NotEqual(all, shuffled);
        Assert.Equal(all, shuffled.Order(StringComparer.Ordinal));

        // 0.26 of 20 files is 5.2: 5 files, the last in the order of the seed.
        ImageFolderOptions training = new() { Seed = 5, ValidationSplit = 0.26, Subset = ImageSubset.Training };
        ImageFolderOptions validation = training with { Subset = ImageSubset.Validation };
        Assert.Equal(shuffled[..15], Load(training));
        Assert.Equal(shuffled[15..], Load(validation));
        Assert.Equal(shuffled[15..].Order(StringComparer.Ordinal), Load(validation with { Shuffle = false }));
        Assert.Equal(shuffled[..15].Order(StringComparer.Ordinal), Load(training with { Shuffle = false }));

        string[] Load(ImageFolderOptions options) => _folder.Paths(_folder.ML.Data.LoadImageFolder(_folder.FullName, options));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        string missing = Path.Combine(_folder.FullName, "missing");
        Assert.Contains(
            $"The folder '{missing}' does not exist", Assert.Throws<DirectoryNotFoundException>(() => _folder.ML.Data.LoadImageFolder(missing)).Message);
        string file = _folder.Write("1.png", Png.Flat(1, 1, 1));
        Assert.Equal(
            $"'{file}' is a file; accepted: a folder that has a folder with images for each class.",
            Assert.Throws<DirectoryNotFoundException>(() => _folder.ML.Data.LoadImageFolder(file)).Message);
        Assert.Contains("has no folders; it should have a folder with images for each class", Refuse(null));
        _folder.Write("a/1.txt", []);
        Assert.Contains("(a) have no file with the extension .bmp, .gif, .jpeg, .jpg, .png, .webp.", Refuse(null));
        _folder.Write("a/1.png", Png.Flat(1, 1, 1));
        Assert.Contains(
            "ValidationSplit 0.5 of the 1 images in", Refuse(new() { ValidationSplit = 0.5, Subset = ImageSubset.Validation }));

        string Refuse(ImageFolderOptions? options) =>
            Assert.Throws<InvalidDataException>(() => _folder.ML.Data.LoadImageFolder(_folder.FullName, options)).Message;
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Check("Extensions has 'png'", () => new() { Extensions = ["png"] });
        Check("Extensions is empty", () => new() { Extensions = [] });
        Check("ClassNames has 'a' twice", () => new() { ClassNames = ["a", "b", "a"] });
        Check("ClassNames is empty", () => new() { ClassNames = [""] });
        Check("PositiveClass is empty", () => new() { PositiveClass = "" });
        Check("ClassNames", () => new() { ClassNames = default(ImmutableArray<string>) });
        Check("ValidationSplit is 1; accepted: 0 or more, below 1", () => new() { ValidationSplit = 1 });
        Check("Damaged is 2", () => new() { Damaged = (DamagedImages)2 });
        Check("Subset is 3", () => new() { Subset = (ImageSubset)3 });
        Check("ValidationSplit is 0.5 and Subset is All", () => new() { ValidationSplit = 0.5 });
        Check("ValidationSplit is 0 and Subset is Training", () => new() { Subset = ImageSubset.Training });

        void Check(string problem, Func<ImageFolderOptions> create) => Assert.Contains(
            problem, Assert.ThrowsAny<ArgumentException>(() => _folder.ML.Data.LoadImageFolder(_folder.FullName, create())).Message);
    }
}
