using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>A multiclass label column: a key, or a vector from OneHotLabel.</summary>
internal sealed class ClassLabel : LabelColumn
{
    private const string Expected = "a key, or a vector of Single of known size from OneHotLabel";

    private ClassLabel(DataViewSchema.Column column, int count) : base(column)
    {
        OutputCount = count;
        Values = LabelValues.FromColumn(column);
    }

    /// <summary>The number of classes, at least 2.</summary>
    public override int OutputCount { get; }

    public override LabelValues? Values { get; }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two classes.</exception>
    public static ClassLabel Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "label", name);
        int count = column.Type switch
        {
            KeyDataViewType key => checked((int)key.Count),
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single => vector.Size,
            _ => throw Columns.WrongType("label", name, Expected, column.Type),
        };
        if (count < 2)
        {
            throw new InvalidOperationException($"The label column '{name}' has {count} class; at least 2 are needed.");
        }

        return new ClassLabel(column, count);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "label", name);
        bool isKey = column.Kind == SchemaShape.Column.VectorKind.Scalar && column.IsKey;
        bool isOneHot = column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single && !column.IsKey;
        return isKey || isOneHot ? column : throw Columns.WrongType("label", name, Expected, Columns.Describe(column));
    }

    public override LabelCollector CreateCollector(DataViewRow row) =>
        LabelCollector.ForClasses(Column.Type is KeyDataViewType ? LabelReader.For(Column).CreateGetter(row) : CreateOneHotGetter(row));

    private Func<int> CreateOneHotGetter(DataViewRow row)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(Column);
        VBuffer<float> vector = default;
        return () =>
        {
            getter(ref vector);
            ReadOnlySpan<float> values = vector.GetValues();
            ReadOnlySpan<int> slots = vector.GetIndices();
            int found = -1;
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] == 0)
                {
                    continue;
                }

                if (values[i] != 1 || found >= 0)
                {
                    throw new InvalidOperationException($"The label in column '{Column.Name}' (row {row.Position}) is not one-hot: one slot must be 1 and all others 0.");
                }

                found = vector.IsDense ? i : slots[i];
            }

            return found;
        };
    }
}
