using System.Globalization;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>The layout of confusion tables, spelled out; the recorded metrics hold many more to the character.</summary>
public class ConfusionTableTests
{
    [Fact]
    public void Two_classes_have_wide_columns_and_the_share_of_positives()
    {
        var matrix = new ConfusionMatrix([[3, 1], [0, 4]], ["positive", "negative"], isBinary: true);

        // Recall 3/4 and 4/4; precision 3/3 and 4/5.
        AssertTable(
            """
            TEST POSITIVE RATIO:	0.5000 (4.0/(4.0+4.0))
            Confusion table
                      ||======================
            PREDICTED || positive | negative | Recall
            TRUTH     ||======================
             positive ||        3 |        1 | 0.7500
             negative ||        0 |        4 | 1.0000
                      ||======================
            Precision ||   1.0000 |   0.8000 |

            """,
            matrix);
    }

    [Fact]
    public void Names_longer_than_a_column_are_numbered()
    {
        var matrix = new ConfusionMatrix([[2, 0, 0], [1, 1, 0], [0, 0, 0]], ["setosa", "virginica", "x"], isBinary: false);

        AssertTable(
            """

            Confusion table
                         ||========================
            PREDICTED    ||     0 |     1 |     2 | Recall
            TRUTH        ||========================
            0.    setosa ||     2 |     0 |     0 | 1.0000
            1. virginica ||     1 |     1 |     0 | 0.5000
            2.         x ||     0 |     0 |     0 | 0.0000
                         ||========================
            Precision    ||0.6667 |1.0000 |0.0000 |

            """,
            matrix);
    }

    [Fact]
    public void Numbers_are_written_in_the_current_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = culture;
            string table = new ConfusionMatrix([[3000, 1000], [0, 4000]], ["p", "n"], isBinary: true).GetFormattedConfusionTable();

            Assert.Contains("TEST P RATIO:\t0,5000 (4000,0/(4000,0+4000,0))", table);
            Assert.Contains("        p ||    3.000 |    1.000 | 0,7500", table);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertTable(string expected, ConfusionMatrix matrix)
        => Assert.Equal(expected.ReplaceLineEndings(), matrix.GetFormattedConfusionTable());
}
