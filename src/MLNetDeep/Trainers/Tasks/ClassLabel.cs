using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A multiclass label column: a key, or a vector from OneHotLabel.</summary>
internal sealed class ClassLabel : LabelColumn
{
    private const string Expected = "a key, or a vector of Single of known size from OneHotLabel";

    // A network's last layer has a bias for each class, in one array.
    private static readonly ulong s_maxClasses = (ulong)Array.MaxLength;

    private ClassLabel(DataViewSchema.Column column, int count) : base(column)
    {
        OutputCount = count;
        Values = LabelValues.FromColumn(column);
    }

    /// <summary>The number of classes.</summary>
    public override int OutputCount { get; }

    public override LabelValues? Values { get; }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">There are more classes than a network can have.</exception>
    public static ClassLabel Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "label", name);
        ulong count = column.Type switch
        {
            KeyDataViewType key => key.Count,
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single => (ulong)vector.Size,
            _ => throw Columns.WrongType("label", column, Expected, Cures.MapToKeys(name, column.Type)),
        };
        return count <= s_maxClasses
            ? new ClassLabel(column, (int)count)
            : throw new InvalidOperationException(
                $"The label column '{name}' has {count} classes; a network can have up to {s_maxClasses}. Map the labels that occur to keys "
                + "with Conversion.MapValueToKey.");
    }

    public override string Describe(int classIndex) =>
        Values is { } values ? $"{base.Describe(classIndex)} ('{values.ToTexts()[classIndex]}')" : base.Describe(classIndex);

    public override void CheckClasses(IDataView view)
    {
        if (OutputCount >= 2)
        {
            return;
        }

        // Keys that were fitted to no rows have 1 value.
        ViewReader.CheckHasRows(view);
        throw new InvalidOperationException($"The label column '{Column.Name}' has {OutputCount} class; at least 2 are needed.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "label", name);
        bool isKey = column.Kind == SchemaShape.Column.VectorKind.Scalar && column.IsKey;
        bool isOneHot = column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single && !column.IsKey;
        return isKey || isOneHot ? column : throw Columns.WrongType("label", column, Expected, column.Kind == SchemaShape.Column.VectorKind.Scalar ? Cures.MapToKeys(name, column.ItemType) : null);
    }

    public override LabelCollector CreateCollector(DataViewRow row) =>
        LabelCollector.ForClasses(Column.Type is KeyDataViewType ? LabelReader.For(Column).CreateGetter(row) : CreateOneHotGetter(row));

    private Func<int> CreateOneHotGetter(DataViewRow row)
    {
        VectorReader<float> reader = new(row, Column);
        return () =>
        {
            ref readonly VBuffer<float> vector = ref reader.Read();
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
                    throw new InvalidOperationException($"The label in {RowErrors.Place(row, Column)} is not one-hot: one slot must be 1 and all others 0.");
                }

                found = vector.IsDense ? i : slots[i];
            }

            return found;
        };
    }
}
