namespace Microsoft.ML;

/// <summary>Makes views of a source of data, such as files.</summary>
/// <typeparam name="TSource">The type of the source.</typeparam>
public interface IDataLoader<in TSource> : ICanSaveModel
{
    /// <summary>The view of the data; they are read when its rows are.</summary>
    IDataView Load(TSource input);

    /// <summary>The schema of the views.</summary>
    DataViewSchema GetOutputSchema();
}
