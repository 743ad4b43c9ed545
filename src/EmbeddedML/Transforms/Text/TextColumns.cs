using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Checks that columns have texts.</summary>
internal static class TextColumns
{
    public const string AcceptedTypes = "String or vector of String";
    public const string AcceptedVectors = "Vector of String";

    /// <summary>The type of vectors of as many texts as there are in each row.</summary>
    public static readonly VectorDataViewType VariableVector = new(TextDataViewType.Instance);

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not one of texts.</exception>
    public static SchemaShape.Column FindTexts(this SchemaShape inputSchema, string name)
    {
        SchemaShape.Column input = inputSchema.FindInput(name);
        return input.ItemType is TextDataViewType ? input : throw input.WrongType(AcceptedTypes);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is not one of vectors of texts.</exception>
    public static SchemaShape.Column FindTextVectors(this SchemaShape inputSchema, string name)
    {
        SchemaShape.Column input = inputSchema.FindInput(name);
        return input.ItemType is TextDataViewType && input.Kind != SchemaShape.Column.VectorKind.Scalar ? input : throw input.WrongType(AcceptedVectors);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is not one of texts.</exception>
    public static void CheckTexts(DataViewSchema.Column column)
    {
        if (column.Type.ItemTypeOrSelf() is not TextDataViewType)
            throw ColumnErrors.WrongType("inputSchema", "input", column.Name, AcceptedTypes, column.Type.ToString()!);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is not one of vectors of texts.</exception>
    public static void CheckTextVectors(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { ItemType: TextDataViewType })
            throw ColumnErrors.WrongType("inputSchema", "input", column.Name, AcceptedVectors, column.Type.ToString()!);
    }
}
