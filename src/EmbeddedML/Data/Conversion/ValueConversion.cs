namespace Microsoft.ML.Data;

/// <summary>Converts the values of columns of one type to those of another.</summary>
internal abstract class ValueConversion
{
    /// <summary>The getter of the converted values of a column of single values.</summary>
    public abstract Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column);

    /// <summary>The getter of the vectors of a column with converted slots.</summary>
    public abstract Delegate CreateVectorGetter(DataViewRow input, DataViewSchema.Column column);
}
