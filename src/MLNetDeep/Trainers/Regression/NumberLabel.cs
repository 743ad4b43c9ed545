using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>A label that is a number: a Single.</summary>
internal sealed class NumberLabel : LabelColumn
{
    private NumberLabel(DataViewSchema.Column column) : base(column)
    {
    }

    public override int OutputCount => 1;

    public override bool IsClass => false;

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static NumberLabel Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "label", name);
        return column.Type == NumberDataViewType.Single ? new NumberLabel(column) : throw Columns.WrongType("label", name, "Single", column.Type);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "label", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType != NumberDataViewType.Single || column.IsKey)
        {
            throw Columns.WrongType("label", name, "Single", Columns.Describe(column));
        }
    }

    public override LabelCollector CreateCollector(DataViewRow row)
    {
        ValueGetter<float> getter = row.GetGetter<float>(Column);
        return LabelCollector.OfNumbers(() =>
        {
            float value = 0;
            getter(ref value);
            return value;
        });
    }
}
