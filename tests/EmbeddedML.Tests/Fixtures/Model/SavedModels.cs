// Models that are saved with a schema, with a loader of text files and with neither, and what loading them gives as text.
// The same source was run on Microsoft.ML 5.0.0 to make the fixtures; see MakeFixtures.cs.txt.
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

internal static class SavedModels
{
    public static readonly string[] Names = ["with-schema.zip", "with-loader.zip", "with-neither.zip", "bare-with-loader.zip", "no-model-with-loader.zip"];

    private const string Data = "\"Colour, in English\",Size,,Weight of it\nred,1.5,2,?\n\"dark, blue\",-3,0,4\ngreen,0.25,,7e2\nred,1,1,1\n";

    public static void Save(string folder)
    {
        string path = WriteData(folder);
        var ml = new MLContext(seed: 1);
        TextLoader loader = MakeLoader(ml, path);
        IDataView view = loader.Load(path);
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Key", "Colour")
            .Append(ml.Transforms.Concatenate("Features", "Sizes", "Weight"))
            .Append(ml.Transforms.CopyColumns("Copy", "Features"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Name", "Key"))
            .Fit(view);
        ITransformer bare = ml.Transforms.Concatenate("Features", "Sizes", "Weight").Fit(view);
        ml.Model.Save(model, view.Schema, Path.Combine(folder, Names[0]));
        ml.Model.Save(model, loader, Path.Combine(folder, Names[1]));
        ml.Model.Save(model, (DataViewSchema)null!, Path.Combine(folder, Names[2]));
        ml.Model.Save(bare, loader, Path.Combine(folder, Names[3]));
        ml.Model.Save(null!, loader, Path.Combine(folder, Names[4]));
    }

    // Loads a file in both ways, from which the other one may have been made.
    public static string Describe(string folder, string file)
    {
        string path = WriteData(folder);
        var ml = new MLContext(seed: 1);
        var text = new StringBuilder();
        try
        {
            ITransformer model = ml.Model.Load(file, out DataViewSchema schema);
            text.Append($"{model.GetType().Name} over {(schema is null ? "nothing" : string.Join(", ", schema))}\n");
            text.Append(Rows(model.Transform(MakeLoader(ml, path).Load(path))));
        }
        catch (Exception e)
        {
            text.Append($"{e.GetType().Name}\n");
        }
        try
        {
            ITransformer model = ml.Model.LoadWithDataLoader(file, out IDataLoader<IMultiStreamSource> loader);
            text.Append($"{model.GetType().Name} with {loader.GetType().Name} of {string.Join(", ", loader.GetOutputSchema())}\n");
            text.Append(Rows(model.Transform(loader.Load(path))));
        }
        catch (Exception e)
        {
            text.Append($"{e.GetType().Name}\n");
        }
        return text.Replace("\r\n", "\n").ToString();
    }

    private static string WriteData(string folder)
    {
        string path = Path.Combine(folder, "data.csv");
        File.WriteAllText(path, Data);
        return path;
    }

    private static TextLoader MakeLoader(MLContext ml, string path) => ml.Data.CreateTextLoader(
        new TextLoader.Options
        {
            Columns =
            [
                new TextLoader.Column("Colour", DataKind.String, 0),
                new TextLoader.Column("Sizes", DataKind.Single, 1, 2),
                new TextLoader.Column("Weight", DataKind.Single, 3),
                new TextLoader.Column("Count", DataKind.UInt16, [new TextLoader.Range(2)], new KeyCount(10)),
                new TextLoader.Column("All", DataKind.String, [new TextLoader.Range { Min = 0, VariableEnd = true, ForceVector = true }]),
            ],
            Separators = [',', ';'],
            HasHeader = true,
            AllowQuoting = true,
            TrimWhitespace = true,
            MissingRealsAsNaNs = true,
            MaxRows = 100,
        },
        new MultiFileSource(path));

    private static string Rows(IDataView view)
    {
        var text = new StringBuilder();
        foreach (DataDebuggerPreview.RowInfo row in view.Preview().RowView)
            text.Append(string.Join(" | ", row.Values.Select(pair => $"{pair.Key} {Text(pair.Value)}"))).Append('\n');
        return text.ToString();
    }

    private static string Text(object value) => value switch
    {
        VBuffer<float> vector => $"{vector}: {string.Join(" ", vector.DenseValues())}",
        VBuffer<ReadOnlyMemory<char>> vector => $"{vector}: {string.Join(" ", vector.DenseValues())}",
        _ => $"{value}",
    };
}
