using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Prediction;

/// <summary>Adds columns computed from the vectors "Features"; it logs how it is used. Only the public API is used.</summary>
internal sealed class SumTransformer : ITransformer, IDisposable
{
    public bool IsRowToRowMapper { get; init; } = true;

    public int Disposals { get; private set; }

    public List<string> Log { get; } = [];

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn("Score", new VectorDataViewType(NumberDataViewType.Single, 3));
        builder.AddColumn("Sum", NumberDataViewType.Single);
        builder.AddColumn("Position", NumberDataViewType.Int64);
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView input) => throw new NotSupportedException();

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

    public void Dispose() => Disposals++;

    private sealed class Mapper(SumTransformer parent, DataViewSchema input) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => input;

        public DataViewSchema OutputSchema { get; } = parent.GetOutputSchema(input);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => input;

        public DataViewRow GetRow(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            parent.Log.Add($"row at {row.Position} with {string.Join(' ', activeColumns.Select(column => column.Name))}");
            return new Row(parent, row, OutputSchema);
        }
    }

    private sealed class Row(SumTransformer parent, DataViewRow input, DataViewSchema schema) : DataViewRow
    {
        public override DataViewSchema Schema => schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            parent.Log.Add($"get {column.Name}");
            if (column.Index < input.Schema.Count)
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            ValueGetter<VBuffer<float>> features = input.GetGetter<VBuffer<float>>(input.Schema["Features"]);
            VBuffer<float> buffer = default;
            Delegate getter = column.Name switch
            {
                "Position" => (ValueGetter<long>)((ref long value) => value = input.Position),
                "Sum" => (ValueGetter<float>)((ref float value) =>
                {
                    features(ref buffer);
                    value = 0;
                    foreach (float feature in buffer.GetValues())
                        value += feature;
                }),
                _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
                {
                    features(ref buffer);
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, 3);
                    for (int i = 0; i < 3; i++)
                        editor.Values[i] = buffer.GetItemOrDefault(0) + i;
                    value = editor.Commit();
                }),
            };
            return (ValueGetter<TValue>)getter;
        }
    }
}
