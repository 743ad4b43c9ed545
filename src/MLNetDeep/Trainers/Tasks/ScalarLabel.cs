using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>Finds label columns that are scalars: a Boolean or a Single.</summary>
internal static class ScalarLabel
{
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, DataViewType type)
    {
        DataViewSchema.Column column = Columns.Find(schema, "label", name);
        return column.Type.Equals(type)
            ? column
            : throw Columns.WrongType("label", column, $"{type}", Cure(name, column.Type, type));
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void Check(SchemaShape shape, string name, DataViewType type)
    {
        SchemaShape.Column column = Columns.Find(shape, "label", name);
        bool isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey;
        if (!isScalar || !column.ItemType.Equals(type))
        {
            throw Columns.WrongType("label", column, $"{type}", column.Kind != SchemaShape.Column.VectorKind.Scalar ? null
                : column.IsKey ? Cures.UnmapKey(name) : Cure(name, column.ItemType, type));
        }
    }

    private static string? Cure(string name, DataViewType type, DataViewType target) => type is KeyDataViewType ? Cures.UnmapKey(name)
        : target is BooleanDataViewType ? Cures.MakeBoolean(name, type) : Cures.Convert(name, type, target);
}

/// <summary>A scalar label column. The network has one output for it.</summary>
/// <param name="column">The label column.</param>
/// <param name="collect">Creates the label collector from a function that reads one label.</param>
/// <param name="isClass">Whether the label is a class.</param>
internal sealed class ScalarLabel<T>(DataViewSchema.Column column, Func<Func<T>, LabelCollector> collect, bool isClass) : LabelColumn(column)
{
    public override int OutputCount => 1;

    public override bool IsClass => isClass;

    public override string Describe(int classIndex) => $"{base.Describe(classIndex)} ({(classIndex == 0 ? "false" : "true")})";

    public override LabelCollector CreateCollector(DataViewRow row)
    {
        ValueGetter<T> getter = row.GetGetter<T>(Column);
        return collect(() =>
        {
            T value = default!;
            getter(ref value);
            return value;
        });
    }
}
