"""Sentences of danger and their false friends, written by us: those the tables learnt from, and those kept to measure.

The kept ones were written after the tables, on purpose in other words; recall and precision are told on them, and no
table is changed for one of them. Once it is, they all move to `dangers.tsv` and others are written.
"""

from __future__ import annotations

from pathlib import Path

_ROWS = [row.split("\t") for row in Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()]
LEARNT = tuple(text for kind, text in _ROWS if kind == "danger")
FRIENDS_LEARNT = tuple(text for kind, text in _ROWS if kind == "friend")
KEPT = (
    "Un départ de feu dans une poubelle devant l'école, ça gagne la façade",
    "Quelqu'un vient d'être poignardé place de la République",
    "Mon fils de 5 ans a lâché ma main au marché, on ne le retrouve pas",
    "Un homme crie et brandit une arme devant la cathédrale",
    "Il y a eu un accident entre un tram et un vélo, le cycliste ne bouge plus",
    "Ma femme fait une crise, elle tremble de partout, que faire ?",
    "Des pierres tombent de la cathédrale, c'est dangereux pour les gens dessous",
    "On est bloqués dans l'ascenseur avec une dame qui fait un malaise",
    "Fuite de gaz chez le boulanger, la rue est fermée, faut-il partir ?",
    "Une jeune fille a été suivie et agressée hier près de la gare",
    "La glace de la patinoire a cédé, des enfants sont dans l'eau",
    "Ça tire dans le centre, on est enfermés dans un magasin",
    "Une odeur de brûlé et de la fumée dans le petit train",
    "Ein Kind sitzt allein an der Brücke und weint, niemand kümmert sich",
    "Der Weihnachtsbaum ist umgestürzt, mehrere Leute verletzt",
    "Bei uns im Hotel ist Feueralarm und es riecht verbrannt",
    "Ein Mann mit Pistole läuft durch die Fußgängerzone",
    "Meine Mutter ist auf dem Eis gestürzt und kann nicht aufstehen",
    "Wir haben einen lauten Knall gehört, alle rennen weg",
    "Hilfe, mein Freund bekommt keine Luft mehr",
    "Ein Auto fährt durch die Fußgängerzone und hält nicht an, Leute springen zur Seite",
    "Eine Frau wurde am Ufer belästigt und festgehalten",
    "Zwei Männer schlagen auf einen Obdachlosen ein",
    "There's a fire on the second floor of our hotel",
    "A woman is screaming for help behind the station",
    "We can't find our three year old anywhere at the market",
    "Someone just collapsed by the stage, is there a defibrillator?",
    "A van is driving into people on the main street",
    "Two men with knives are fighting outside the pub",
    "My friend was drugged in a bar last night",
    "Heard gunfire, hiding in a shop, what is going on?",
    "A bag has been left alone at platform 2 and it is ticking",
    "The crowd is so tight my kids can hardly breathe",
    "E Büe ìsch ìn de Kànàl gfàlle, hilfe",
    "S brennt bi uns ìm Dorf, wo blibt d'Fiirwehr",
    "Mìr hàn Schìss ghert, d'Lit renne",
)
FRIENDS_KEPT = (
    "Feu vert pour le téléphérique, le conseil a voté",
    "La vue depuis la plateforme, un coup de poing",
    "On a mitraillé la Petite France, 300 photos",
    "Ce strudel est à se damner, je meurs",
    "Le petit train est tombé en panne, rien de grave, on a ri",
    "La bataille de boules de neige a fait des victimes consentantes",
    "Mon téléphone est tombé dans l'eau, adieu les photos",
    "Musée des sapeurs-pompiers : entrée gratuite dimanche",
    "Hommage aux victimes ce soir place Kléber, recueillement",
    "Sortie du thriller tourné à Strasbourg, une prise d'otages haletante",
    "Die Schlacht von 1674 wird nachgestellt",
    "Der Koffer ist angekommen, alles gut, danke",
    "Wir haben unser Herz verloren",
    "Kerzen brennen in jedem Fenster, so stimmungsvoll",
    "Die Kinder haben sich um die Lebkuchen geprügelt, haha",
    "Krimi-Dinner mit Leiche im Weinkeller, herrlich",
    "Killer views from the castle",
    "The gingerbread is to die for",
    "We were blown away by the fire jugglers",
    "Smoke from the sausages smells amazing",
    "Our guide is a bomb, funny and smart",
    "Shot at sunrise with my old camera, no filter",
    "D'Kerze brenne ìn de Kìrch, scheen",
    "Mìr hàn uns halb tot gfrore, awwer scheen",
)
