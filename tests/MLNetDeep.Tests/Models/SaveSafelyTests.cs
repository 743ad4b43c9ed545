using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Models;

public sealed class SaveSafelyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;
    private readonly ITransformer _model;

    public SaveSafelyTests()
    {
        _rows = _ml.Data.LoadFromEnumerable([new Row { Text = "one two" }, new Row { Text = "two three" }]);
        _model = _ml.Transforms.Text.BagOfWords("Features", "Text").Fit(_rows);
    }

    private string Target => _folder.File("model.zip");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheModelAndItsSchemaComeBack()
    {
        _ml.Model.SaveSafely(_model, _rows.Schema, Target);
        ITransformer loaded = _ml.Model.Load(Target, out DataViewSchema schema);
        Assert.Equal("Text", Assert.Single(schema).Name);
        Assert.Equal(Bags(_model), Bags(loaded));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));

        _ml.Model.SaveSafely(_model, (DataViewSchema?)null, Target);
        Assert.Equal(Bags(_model), Bags(_ml.Model.Load(Target, out schema)));
        Assert.Null(schema);
    }

    [Fact]
    public void TheModelAndItsLoaderComeBack()
    {
        TextLoader loader = _ml.Data.CreateTextLoader([new TextLoader.Column("Text", DataKind.String, 0)]);
        _ml.Model.SaveSafely(_model, loader, Target);
        ITransformer loaded = _ml.Model.LoadWithDataLoader(Target, out IDataLoader<IMultiStreamSource> loadedLoader);
        Assert.Equal(Bags(_model), Bags(loaded));
        Assert.Equal("Text", Assert.Single(loadedLoader.GetOutputSchema()).Name);
    }

    [Fact]
    public void AModelThatCannotBeSavedLeavesTheOldOne()
    {
        _ml.Model.SaveSafely(_model, _rows.Schema, Target);
        byte[] saved = File.ReadAllBytes(Target);
        Assert.ThrowsAny<Exception>(() => _ml.Model.SaveSafely(new Unsavable(), _rows.Schema, Target));
        Assert.Equal(saved, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    private float[][] Bags(ITransformer model) => [.. model.Transform(_rows).GetColumn<float[]>("Features")];

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }

    private sealed class Unsavable : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new IOException("disk full");
    }
}
