using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The formats of numbers. Arrays are also damaged inside of an intact zip, so that its checksums do not detect the damage first.</summary>
internal static class BinaryDataFormats
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly DataFolder s_folder = new();

    public static IReadOnlyList<FileFormat> All { get; } = Create();

    private static FileFormat[] Create()
    {
        byte[] images = Idx.File(Idx.ImagesMagic, [6, 2, 3], [.. Enumerable.Range(0, 36).Select(i => (byte)(i * 7))]);
        byte[] labels = Idx.File(Idx.LabelsMagic, [6], [0, 1, 2, 0, 1, 2]);
        string labelsPath = s_folder.Write("labels", labels), imagesPath = s_folder.Write("images", images);
        byte[] npz = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "imdb-p5.npz"));
        s_folder.Write("word_index.json", """{"the": 1, "film": 2, "bon": 3, "voir": 300, "éte": 70000}"""u8.ToArray());
        byte[] pixels = Npz.Array("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2, 2), }", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        byte[] numbers = Npz.Array("<i8", 3, [.. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(2L)]);
        byte[] reviews = Npz.Array("|O", 2, Npz.Pickle([.. "](](K\u0001K\u0002e]K\u0002ae."u8]));
        byte[] reviewLabels = Npz.Array("<i2", 2, [1, 0, 0, 0]);
        byte[] batch = [.. Enumerable.Range(0, 2 * 3073).Select(i => (byte)(i % 3073 == 0 ? i / 3073 : i * 7))];
        byte[] names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"u8.ToArray();
        return
        [
            new("CIFAR-10 batch", batch, file => ReadCifar(file, names)) { Cases = 250 },
            new("CIFAR-10 names", names, file => ReadCifar(batch, file)) { Cases = 250 },
            new("IDX images", images, file => Read(s_ml.Data.LoadIdx(s_folder.Write("x", file), labelsPath))),
            new("IDX labels", labels, file => Read(s_ml.Data.LoadIdx(imagesPath, s_folder.Write("x", file)))),
            new("IDX images in gzip", Idx.Gzip(images), file => Read(s_ml.Data.LoadIdx(s_folder.Write("x", file), labelsPath))),
            new("mnist.npz", Arrays(pixels, numbers), ReadMnist),
            new("pixels in mnist.npz", pixels, ReadMnist, file => Arrays(file, numbers)),
            new("labels in mnist.npz", numbers, ReadMnist, file => Arrays(pixels, file)),
            new("imdb.npz", npz, ReadImdb),
            new("reviews in imdb.npz", reviews, ReadImdb, file => Arrays(file, reviewLabels)),
            new("labels in imdb.npz", reviewLabels, ReadImdb, file => Arrays(reviews, file)),
        ];
    }

    private static byte[] Arrays(byte[] items, byte[] labels) => Npz.Zip(("x_train.npy", items), ("y_train.npy", labels));

    private static void ReadMnist(byte[] file) => Read(s_ml.Data.LoadMnist(s_folder.Write("x.npz", file), MnistSplit.Train));

    private static void ReadCifar(byte[] batch, byte[] names)
    {
        s_folder.Write("test_batch.bin", batch);
        s_folder.Write("batches.meta.txt", names);
        Read(s_ml.Data.LoadCifar10(s_folder.FullName, Cifar10Split.Test));
    }

    private static void ReadImdb(byte[] file) => Read(s_ml.Data.LoadImdb(s_folder.Write("x.npz", file), ImdbSplit.Train));

    private static void Read(IDataView view) => DataFolder.ReadAll(view);
}
