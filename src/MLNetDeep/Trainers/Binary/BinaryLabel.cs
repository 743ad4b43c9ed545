using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>A label of yes or no: a Boolean.</summary>
internal sealed class BinaryLabel : LabelColumn
{
    private BinaryLabel(DataViewSchema.Column column) : base(column)
    {
    }

    public override int OutputCount => 1;

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static BinaryLabel Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "label", name);
        return column.Type is BooleanDataViewType ? new BinaryLabel(column) : throw Columns.WrongType("label", name, "Boolean", column.Type);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "label", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not BooleanDataViewType)
        {
            throw Columns.WrongType("label", name, "Boolean", Columns.Describe(column));
        }
    }

    public override LabelCollector CreateCollector(DataViewRow row)
    {
        ValueGetter<bool> getter = row.GetGetter<bool>(Column);
        return LabelCollector.OfClasses(() =>
        {
            bool value = false;
            getter(ref value);
            return value ? 1 : 0;
        });
    }
}
