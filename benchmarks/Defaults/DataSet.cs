using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>A data set: rows to train on, and rows of the same distribution to measure the quality on.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Description">What the features and the label are.</param>
/// <param name="Kind">What is predicted.</param>
/// <param name="ColumnCount">The number of features.</param>
/// <param name="Training">The rows to train on.</param>
/// <param name="Test">The rows to measure on.</param>
/// <param name="ClassCount">The number of classes; 0 for numbers.</param>
internal sealed record DataSet(
    string Name, string Description, DataKind Kind, int ColumnCount, Row[] Training, Row[] Test, int ClassCount = 0)
{
    /// <summary>The name of the label column.</summary>
    public string Label => Kind switch
    {
        DataKind.Regression => nameof(Row.Number),
        DataKind.Binary => nameof(Row.Flag),
        _ => nameof(Row.Class),
    };

    /// <summary>Returns a view of rows, with the types that ML.NET's trainers expect.</summary>
    public IDataView View(MLContext ml, Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, ColumnCount);
        schema[nameof(Row.Class)].ColumnType = new KeyDataViewType(typeof(uint), Math.Max(2, ClassCount));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
